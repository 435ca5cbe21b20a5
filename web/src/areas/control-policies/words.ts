import { defineWords } from "@/app/words";

export const useControlPolicyWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
export type ControlPolicyWords = ReturnType<typeof useControlPolicyWords>;
