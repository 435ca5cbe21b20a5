import { defineWords } from "@/app/words";

export const useServiceWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});

export type ServiceWords = ReturnType<typeof useServiceWords>;
