/** What proves to the API who we are: the cookie is the browser's, the token against forged requests is ours. */

interface Credentials {
  /** Sent with every unsafe request; an answer to the log-in tells it. */
  csrf: string;
  /** The company whose data this window shows: its slug. */
  tenant: string;
  /** The language that answers are in. */
  language: string;
}

const credentials: Credentials = { csrf: "", tenant: "", language: "en" };

export function present(change: Partial<Credentials>): void {
  Object.assign(credentials, change);
}

export function presented(): Readonly<Credentials> {
  return credentials;
}
