/**
 * Who is logged in and for which company: the only file that knows how a session is kept.
 *
 * The session itself is a cookie that no script can read, one for each company; what the log-in tells besides is the
 * token that every unsafe call carries.
 */
import { queryOptions } from "@tanstack/react-query";
import { call } from "@/api/call";
import { present } from "@/api/credentials";
import { adminMe, listWebSessions, logOutWeb } from "@/api/generated/sdk.gen";
import type { Me as ApiMe, StoreOfMine, WebSession } from "@/api/generated/types.gen";
import { Problem } from "@/api/problem";
import { queries } from "@/api/query";

export type Me = ApiMe;
export type { StoreOfMine, WebSession };

const LAST = "duka.company";

/** The company that was worked in last in this browser. */
export function lastCompany(): string | null {
  return localStorage.getItem(LAST);
}

/** A log-in succeeded: what was known of somebody else is forgotten. */
export function entered(session: WebSession): void {
  queries.clear();
  adopt(session);
}

function adopt(session: WebSession): void {
  localStorage.setItem(LAST, session.company.slug);
  present({ tenant: session.company.slug, csrf: session.csrf_token });
}

/** The companies that this browser is logged in to. */
export const sessions = queryOptions<readonly WebSession[], Error>({
  queryKey: ["sessions"],
  staleTime: 5 * 60_000,
  queryFn: async () => (await call(listWebSessions, {})).sessions,
});

/** Who I am in this company. Refuses with `Problem` 401 when nobody is logged in to it. */
export function meIn(company: string) {
  return queryOptions<Me, Error>({
    queryKey: ["me", company],
    staleTime: 60_000,
    queryFn: async () => {
      const [open, me] = await Promise.all([
        queries.fetchQuery(sessions),
        call(adminMe, { tenant: company }),
      ]);
      const session = open.find((one) => one.company.slug === me.company.slug);
      if (session === undefined)
        throw new Problem(401, { code: "Unauthenticated", title: "Log in to go on." });
      adopt(session);
      return me;
    },
  });
}

/** Ask anew who I am and what I may: after a change of name, role or second factor. */
export function refreshMe(): Promise<void> {
  return queries.invalidateQueries({ queryKey: ["me"] });
}

/** End the session of one company, or of all. */
export async function logOut(company?: string): Promise<void> {
  await call(logOutWeb, { query: company ? { company } : {} });
  localStorage.removeItem(LAST);
  present({ csrf: "", tenant: "" });
  queries.clear();
}
