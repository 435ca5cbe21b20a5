import { defineWords } from "@/app/words";

export const usePlanWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});

export type PlanWords = ReturnType<typeof usePlanWords>;

/** Pure: a name of the API in words, or itself when this console does not know it yet. */
export function called(t: PlanWords, kind: "limit" | "feature" | "policy", name: string): string {
  const key = `${kind}_${name}`;
  return t.has(key) ? t(key as "limit_products") : name.replaceAll("_", " ");
}
