import { type Calls, listAll } from "./calls.ts";
import type { GroupCalls } from "./port.ts";
import { groupAssignment, oktaGroup } from "./resources.ts";
import { ignoreRefusals, allowMissing } from "./errors.ts";

/** https://developer.okta.com/docs/api/openapi/okta-management/management/tag/ApplicationGroups/ */
export function createGroupCalls(calls: Calls): GroupCalls {
  return {
    async findEveryoneGroup() {
      const purpose = "find the group Everyone";
      // Not by `q` or `search`: other groups may begin with the same word, and `search` lags behind.
      const filter = encodeURIComponent('type eq "BUILT_IN"');
      for await (const json of calls.pages(purpose, `/api/v1/groups?filter=${filter}`)) {
        const group = calls.parse(purpose, oktaGroup, json);
        if (group.profile.name === "Everyone") return group;
      }
      return undefined;
    },
    getGroup: (groupId) =>
      allowMissing(async () => {
        const purpose = `read the group ${groupId}`;
        return calls.parse(
          purpose,
          oktaGroup,
          await calls.sdk(purpose, ({ groups }) => groups.getGroup(groupId)),
        );
      }),
    async findGroups(name) {
      const purpose = `find the group ${JSON.stringify(name)}`;
      // `q` gives the names that begin so, at once; `search` lags behind.
      const path = `/api/v1/groups?q=${encodeURIComponent(name)}&limit=200`;
      const groups = await listAll(calls, purpose, path, oktaGroup);
      return groups.filter(({ profile }) => profile.name === name);
    },
    ...createAssignmentCalls(calls),
  };
}

type AssignmentCalls = Pick<
  GroupCalls,
  "listAssignments" | "isGroupAssigned" | "assignGroup" | "unassignGroup"
>;

function createAssignmentCalls(calls: Calls): AssignmentCalls {
  return {
    listAssignments: (appId) =>
      listAll(
        calls,
        "read who the app is assigned to",
        `/api/v1/apps/${encodeURIComponent(appId)}/groups?limit=200`,
        groupAssignment,
      ),
    async isGroupAssigned(appId, groupId) {
      const assignment = await allowMissing(() =>
        calls.sdk("read the app's assignment", ({ applications }) =>
          applications.getApplicationGroupAssignment(appId, groupId),
        ),
      );
      return assignment !== undefined;
    },
    async assignGroup(appId, groupId, assignment = {}) {
      await calls.sdk("assign the app to its users", ({ applications }) =>
        applications.assignGroupToApplication(appId, groupId, assignment),
      );
    },
    unassignGroup: (appId, groupId) =>
      ignoreRefusals(["E0000007"], () =>
        calls.sdk("take the app's assignment away", ({ applications }) =>
          applications.unassignApplicationFromGroup(appId, groupId),
        ),
      ),
  };
}
