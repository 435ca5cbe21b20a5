import { defineWords } from "@/app/words";

export const useFlagWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});

export type FlagWords = ReturnType<typeof useFlagWords>;

/** Pure: why a feature is on or off, in words. */
export function because(t: FlagWords, why: string, isOn: boolean): string {
  const key = `${isOn ? "on" : "off"}_${why}`;
  return t.has(key) ? t(key as "on_default") : why;
}
