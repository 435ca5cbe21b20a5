import { defineWords } from "@/app/words";

export const useControlFlagWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});

export type ControlFlagWords = ReturnType<typeof useControlFlagWords>;
