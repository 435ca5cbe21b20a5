/** What the person may do here. The API decides; this only spares people the refusal. */
import { createContext, use } from "react";
import type { Whose } from "./area";
import type { Me } from "./session";

export type Permission = string | readonly string[];

/** Pure: one of `permission` is held, for the named store or location when one is named. */
export function may(
  me: Me,
  permission: Permission | undefined,
  where: { store?: string; location?: string } = {},
): boolean {
  if (permission === undefined) return true;
  const wanted = typeof permission === "string" ? [permission] : permission;
  return wanted.some((name) => {
    if (!me.permissions.includes(name)) return false;
    const grants = me.grants.filter((grant) => grant.permissions.includes(name));
    if (grants.length === 0) return true;
    return grants.some(
      (grant) => covers(grant.stores, where.store) && covers(grant.locations, where.location),
    );
  });
}

/** Pure: whose console this is. */
export function whose(me: Me): Whose {
  return me.company.kind === "platform" ? "platform" : "merchant";
}

/** Pure: whether something is there for the person: permitted, in the right console, not switched off for the company. */
export function isThere(me: Me, thing: { permission?: Permission; feature?: string; of?: Whose }): boolean {
  const isOff = thing.feature !== undefined && me.features_off.includes(thing.feature);
  const isElsewhere = thing.of !== undefined && thing.of !== whose(me);
  return !isOff && !isElsewhere && may(me, thing.permission);
}

/** A grant without a list is for everywhere; a question without a place is whether it holds anywhere. */
function covers(limited: readonly string[] | null | undefined, place: string | undefined): boolean {
  return limited === null || limited === undefined || place === undefined || limited.includes(place);
}

export const MeContext = createContext<Me | null>(null);

/** Who is logged in; only inside a company. */
export function useMe(): Me {
  const me = use(MeContext);
  if (me === null) throw new Error("This page is shown outside a company.");
  return me;
}

export function useMay(
  permission: Permission | undefined,
  where: { store?: string; location?: string } = {},
): boolean {
  return may(useMe(), permission, where);
}
