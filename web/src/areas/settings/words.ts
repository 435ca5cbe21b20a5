import { defineWords } from "@/app/words";

export const useSettingsWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
export type SettingsWords = ReturnType<typeof useSettingsWords>;

/** A text whose key comes from data; `otherwise` where there is none. */
export function saidOf(t: SettingsWords, key: string, otherwise: string): string {
  return t.has(key) ? t(key) : otherwise;
}
