import { defineWords } from "@/app/words";

export const usePlatformWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
export type PlatformWords = ReturnType<typeof usePlatformWords>;
