import { defineWords, wordOf } from "@/app/words";

export const useFlagWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});

type FlagWords = ReturnType<typeof useFlagWords>;

/** Pure: why a feature is on or off, in words. */
export function because(t: FlagWords, why: string, isOn: boolean): string {
  return wordOf(t, isOn ? "on" : "off", why);
}
