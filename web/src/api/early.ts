/** Questions that are asked before the console is loaded: `boot.ts` asks, the first call of the same address takes the answer. */

const asked = new Map<string, Promise<Response>>();

export function askEarly(path: string, language: string): void {
  const answer = fetch(path, { credentials: "same-origin", headers: { "Accept-Language": language } });
  answer.catch(() => asked.delete(path));
  asked.set(path, answer);
}

/** `fetch` for the API's client. */
export function fetchOrTake(request: RequestInfo | URL, how?: RequestInit): Promise<Response> {
  if (request instanceof Request && request.method === "GET") {
    const { pathname, search } = new URL(request.url);
    const early = asked.get(pathname + search);
    if (early !== undefined) {
      asked.delete(pathname + search);
      return early.catch(() => fetch(request, how));
    }
  }
  return fetch(request, how);
}
