import { defineWords } from "@/app/words";

export const useStaffWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
