/** What the app asks of your own API. */
export interface AccountServer {
  /** Deletes the account that the access token stands for, with everything your API keeps of it. */
  deleteAccount(accessToken: string): Promise<void>;
}
