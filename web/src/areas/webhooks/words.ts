import { defineWords } from "@/app/words";

export const useWebhookWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});

export type WebhookWords = ReturnType<typeof useWebhookWords>;
