/** A refusal in Okta's form: errorCode, errorSummary, errorLink, errorId and errorCauses (Okta: Error codes). */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly errorCode: string;
  readonly causes: readonly string[];

  constructor(status: number, errorCode: string, summary: string, causes: readonly string[] = []) {
    super(summary);
    this.status = status;
    this.errorCode = errorCode;
    this.causes = causes;
  }
}

/** 400 E0000001. `field` names what failed; each cause is `field: what is wrong`. */
export function createValidationError(field: string, causes: readonly string[]): ApiError {
  return new ApiError(400, "E0000001", `Api validation failed: ${field}`, causes);
}

/** 404 E0000007: `Not found: Resource not found: 0oa… (AppInstance)`. */
export function createNotFoundError(id: string, type: string): ApiError {
  return new ApiError(404, "E0000007", `Not found: Resource not found: ${id} (${type})`);
}

export function createMalformedBodyError(): ApiError {
  return new ApiError(400, "E0000003", "The request body was not well-formed.");
}

export function createInvalidTokenError(): ApiError {
  return new ApiError(401, "E0000011", "Invalid token provided");
}

export function createInvalidSessionError(): ApiError {
  return new ApiError(403, "E0000005", "Invalid session");
}

export function createForbiddenError(): ApiError {
  return new ApiError(403, "E0000006", "You do not have permission to perform the requested action");
}

export function createPathNotFoundError(): ApiError {
  return new ApiError(404, "E0000008", "The requested path was not found");
}

export function createMethodNotAllowedError(): ApiError {
  return new ApiError(405, "E0000022", "The endpoint does not support the provided HTTP method");
}

/** 501 E0000060: Okta would do it, the local org can't. `what` is a sentence. */
export function createNotEmulatedError(what: string): ApiError {
  return new ApiError(501, "E0000060", `Unsupported operation. ${what}`);
}

export function createInvalidSearchError(): ApiError {
  return new ApiError(400, "E0000031", "Invalid search criteria.");
}

export function createRateLimitError(): ApiError {
  return new ApiError(429, "E0000047", "API call exceeded rate limit due to too many requests.");
}

export function createActiveAppError(): ApiError {
  return new ApiError(403, "E0000056", "Delete application forbidden.", [
    "The application must be deactivated before deletion.",
  ]);
}

/** What a user of this status doesn't allow. */
export function createUserStatusError(): ApiError {
  return new ApiError(403, "E0000038", "This operation is not allowed in the user's current status.");
}

/** What Okta made can't be changed: a system scope, the `sub` claim. */
export function createReadOnlyError(name: string): ApiError {
  return new ApiError(403, "E0000111", `Cannot modify the ${name} object because it is read-only.`);
}

export function createTransitionError(): ApiError {
  return new ApiError(
    403,
    "E0000107",
    "Cannot modify the object, because it is not in the expected state for this transition.",
  );
}

export function createInternalError(): ApiError {
  return new ApiError(500, "E0000009", "Internal Server Error");
}
