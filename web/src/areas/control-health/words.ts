import { defineWords } from "@/app/words";

export const useControlHealthWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
export type ControlHealthWords = ReturnType<typeof useControlHealthWords>;
