import type { AccountView, PaymentProvider } from "@/api/generated/types.gen";
import { StatusBadge } from "@/kit/StatusBadge";
import { stateOf, TONES } from "./state";
import { useConnectionWords } from "./words";

interface ConnectionStateProps {
  provider: PaymentProvider;
  account: AccountView | undefined;
  currency: string;
}

/** Connected or not, and in which mode. */
export function ConnectionState({ provider, account, currency }: ConnectionStateProps) {
  const t = useConnectionWords();
  const state = stateOf(provider, account);
  const said = t(`state.${state}`, { currency });
  const mode = account?.mode === "live" ? t("mode.live") : t("mode.test");
  const hasMode = account?.is_connected && (state === "works" || state === "untested" || state === "failed");
  return <StatusBadge tone={TONES[state]}>{hasMode ? t("modeOf", { state: said, mode }) : said}</StatusBadge>;
}
