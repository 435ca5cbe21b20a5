import { Text } from "@mantine/core";
import type { ApiKey } from "@/api/generated/types.gen";
import { StatusBadge, type Tone } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import { type State, stateOf } from "./keyState";
import { useStaffWords } from "./words";

const TONES: Record<State, Tone> = {
  works: "good",
  ends: "warn",
  replaced: "info",
  over: "quiet",
  revoked: "bad",
};

/** Whether a key works, and until when. */
export function KeyState({ apiKey }: { apiKey: ApiKey }) {
  const t = useStaffWords();
  const state = stateOf(apiKey, Date.now());
  const until = state === "replaced" ? apiKey.previous_until : state === "revoked" ? null : apiKey.expires_at;
  return (
    <div>
      <StatusBadge tone={TONES[state]}>{t(state)}</StatusBadge>
      {until ? (
        <Text size="xs" c="dimmed" component="div">
          {state === "replaced" ? t("replacedHelp", { old: apiKey.previous_last_four ?? "" }) : t("endsAt")}{" "}
          <When at={until} />
        </Text>
      ) : null}
    </div>
  );
}
