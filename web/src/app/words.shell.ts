import { defineWords } from "./words";

export const useShellWords = defineWords({
  en: () => import("./words.shell.en"),
  fr: () => import("./words.shell.fr"),
});
