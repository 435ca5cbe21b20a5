/** Which things are worked on: kind, state and name, kept in the address of the list and of each thing. */
import { useMemo } from "react";
import { useList } from "@/kit/list/useList";
import { KINDS } from "./naming";

const STATES = ["missing", "outdated", "complete"] as const;

export function useAsked() {
  const list = useList();
  const kind = list.one("kind", KINDS) ?? "product";
  const only = list.one("only", STATES) ?? ("all" as const);
  const search = list.q;
  return useMemo(() => {
    const words = new URLSearchParams();
    if (kind !== "product") words.set("kind", kind);
    if (only !== "all") words.set("only", only);
    if (search) words.set("q", search);
    const text = words.toString();
    return { list, query: { kind, only, search, limit: 50 }, suffix: text ? `?${text}` : "" };
  }, [list, kind, only, search]);
}
