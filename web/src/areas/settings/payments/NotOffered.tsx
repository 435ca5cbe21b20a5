import { Alert } from "@mantine/core";
import { GoLink } from "@/app/here";
import type { StoreOfMine } from "@/app/session";
import { doubtOf, isHidden } from "./state";
import type { Providers } from "./useProviders";
import { useConnectionWords } from "./words";

interface NotOfferedProps {
  /** The provider's code. */
  method: string;
  store: StoreOfMine;
  known: Providers;
}

/** Says when buyers don't see a way to pay although it is in the list, and where to mend it. */
export function NotOffered({ method, store, known }: NotOfferedProps) {
  const t = useConnectionWords();
  if (!(known.providers && known.accounts)) return null;
  const { provider, account } = known.find(method);
  const doubt = doubtOf(provider, account);
  if (doubt === null) return null;
  const leads = doubt !== "gone" && doubt !== "forbidden" && doubt !== "off" && doubt !== "currency";
  return (
    <Alert color={isHidden(doubt) ? "yellow" : "red"} mb="md">
      {t(`notOffered.${doubt}`, { name: provider?.name ?? method, currency: store.currency })}{" "}
      {leads ? (
        <GoLink to={`/settings/payments/${method}?store=${store.id}`} size="sm" underline="always">
          {t(doubt === "none" ? "connect" : "seeConnection")}
        </GoLink>
      ) : null}
      {doubt === "forbidden" ? (
        <GoLink to="/settings/platform" size="sm" underline="always">
          {t("seePolicies")}
        </GoLink>
      ) : null}
    </Alert>
  );
}
