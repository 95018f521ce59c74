import type { StoredUser } from "../../store/collections.ts";
import { suggestPassword } from "../../users/passwords.ts";
import { renderToolPage } from "../frame.ts";
import type { Html } from "../html.ts";
import { html } from "../html.ts";
import { buildTitle } from "../components.ts";

interface FormPageProps {
  readonly tokenField: Html;
  /** The problems by the name of the field; `form` for a problem of no single field. */
  readonly problems: Readonly<Record<string, string>>;
}

export interface NewUserPageProps extends FormPageProps {
  readonly login: string;
  readonly firstName: string;
  readonly lastName: string;
}

export function renderNewUserPage(view: NewUserPageProps): string {
  return renderFormPage("Add a user", view, {
    action: "/activity/users/new",
    button: "Add the user",
    lead: html`A member of the group Everyone, active at once.`,
    fields: [
      {
        name: "login",
        label: "Login",
        value: view.login,
        hint: "An e-mail address. No mail is ever sent.",
        autocomplete: "off",
        inputMode: "email",
      },
      { name: "firstName", label: "First name", value: view.firstName, autocomplete: "off" },
      { name: "lastName", label: "Last name", value: view.lastName, autocomplete: "off" },
      buildPasswordInput(),
    ],
  });
}

export function renderNewPasswordPage(user: StoredUser, view: FormPageProps): string {
  return renderFormPage("New password", view, {
    action: `/activity/users/${user.id}/password`,
    button: "Set the password",
    lead: html`For <strong>${user.profile.login}</strong>. This also unlocks a locked user.`,
    fields: [buildPasswordInput()],
  });
}

/** Filled in with a suggestion, which is used only when the form is sent and is not shown again. */
function buildPasswordInput(): Omit<FormInput, "problem"> {
  return {
    name: "password",
    label: "Password",
    value: suggestPassword(),
    hint: "A suggestion. Copy it now: it is not shown again.",
    autocomplete: "off",
    isCode: true,
  };
}

interface Form {
  readonly action: string;
  readonly button: string;
  readonly lead: Html;
  readonly fields: readonly Omit<FormInput, "problem">[];
}

function renderFormPage(title: string, { tokenField, problems }: FormPageProps, form: Form): string {
  const fields = form.fields.map((field) => ({ ...field, problem: problems[field.name] }));
  const first =
    fields.find(({ problem }) => problem !== undefined) ??
    fields.find(({ value }) => value === "") ??
    fields[0];
  return renderToolPage({
    title: buildTitle(Object.values(problems)[0], title),
    here: "",
    content: html`<div class="column">
      <h1>${title}</h1>
      <p class="lead">${form.lead}</p>
      ${renderProblemSummary(problems, fields)}
      <form method="post" action="${form.action}">
        ${tokenField} ${fields.map((field) => renderInput({ ...field, isFirst: field === first }))}
        <div class="actions">
          <button class="main">${form.button}</button>
          <a class="button" href="/activity/users">Cancel</a>
        </div>
      </form>
    </div>`,
  });
}

/** All problems in one place, each with a link to its field. */
function renderProblemSummary(
  problems: FormPageProps["problems"],
  fields: readonly FormInput[],
): Html | undefined {
  if (Object.keys(problems).length === 0) return undefined;
  return html`<div class="note bad" role="alert">
    <p><strong>Nothing was changed yet:</strong></p>
    ${problems["form"] === undefined ? undefined : html`<p>${problems["form"]}</p>`}
    ${fields
      .filter(({ problem }) => problem !== undefined)
      .map(({ name, label, problem }) => html`<p><a href="#${name}">${label}</a>: ${problem}</p>`)}
  </div>`;
}

export interface FormInput {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly hint?: string;
  readonly problem: string | undefined;
  readonly autocomplete: string;
  readonly inputMode?: "email";
  readonly isFirst?: boolean;
  readonly isCode?: boolean;
}

/** A field with its label, its hint and what is wrong with it, tied together. */
function renderInput(field: FormInput): Html {
  const { name, problem, hint } = field;
  const described = [problem && `${name}-problem`, hint && `${name}-hint`].filter(Boolean).join(" ");
  return html`<div class="field">
    <label for="${name}">${field.label}</label>
    ${problem === undefined ? undefined : html`<p class="wrong" id="${name}-problem">${problem}</p>`}
    <input
      id="${name}"
      name="${name}"
      value="${field.value}"
      autocomplete="${field.autocomplete}"
      required${renderInputAttributes(field)}${described === "" ? undefined : html` aria-describedby="${described}"`}
    />
    ${hint === undefined ? undefined : html`<p class="hint" id="${name}-hint">${hint}</p>`}
  </div>`;
}

function renderInputAttributes({ problem, inputMode, isFirst = false, isCode = false }: FormInput): Html {
  return html`${problem === undefined ? undefined : html` aria-invalid="true"`}${
    inputMode === undefined ? undefined : html` inputmode="${inputMode}" autocapitalize="none"`
  }${isFirst ? html` autofocus` : undefined}${isCode ? html` class="code" spellcheck="false"` : undefined}`;
}
