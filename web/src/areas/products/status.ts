import type { Tone } from "@/kit/StatusBadge";

export const STATES = ["active", "draft", "archived"] as const;
export const TONES: Readonly<Record<string, Tone>> = { active: "good", draft: "info", archived: "quiet" };
