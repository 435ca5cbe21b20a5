import { Alert, Button } from "@mantine/core";
import { call } from "@/api/call";
import { adminDisconnectPaymentAccount, adminListPaymentAccounts } from "@/api/generated/sdk.gen";
import { asProblem } from "@/api/problem";
import { refresh } from "@/api/query";
import { confirm } from "@/app/confirm";
import { useGo, useParam } from "@/app/here";
import { useMay } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { proven } from "@/app/proof";
import type { StoreOfMine } from "@/app/session";
import { EmptyState } from "@/kit/EmptyState";
import { Failure } from "@/kit/Failure";
import { Page } from "@/kit/Page";
import { Columns, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { usePlace } from "../parts/usePlace";
import { useSettingsWords } from "../words";
import { AccountForm } from "./AccountForm";
import { CallbackPart } from "./CallbackPart";
import { ConnectionState } from "./ConnectionState";
import { stateOf } from "./state";
import { TestPart } from "./TestPart";
import { useProviders } from "./useProviders";
import { useConnectionWords } from "./words";

/** A store's account at one provider: its keys, whether they work, where messages go. */
export default function ConnectionPage() {
  const s = useSettingsWords();
  const { store } = usePlace("store");
  const code = useParam("provider");
  if (!store)
    return (
      <Page title={s("payments.title")} crumbs={[{ to: "/settings", label: s("title") }]}>
        <EmptyState title={s("noStore")} text={s("noStoreHelp")} />
      </Page>
    );
  return <Connection key={`${store.id} ${code}`} store={store} code={code} />;
}

function Connection({ store, code }: { store: StoreOfMine; code: string }) {
  const t = useConnectionWords();
  const s = useSettingsWords();
  const known = useProviders(store.id);
  const mayConfigure = useMay("payments:configure", { store: store.id });
  const { provider, account } = known.find(code);
  const isLoaded = known.providers !== undefined && known.accounts !== undefined;
  const isThere = provider !== undefined && provider.fields.length > 0;
  const state = provider ? stateOf(provider, account) : "none";
  const isUsable = state !== "currency" || (account?.is_connected ?? false);
  const mayWrite = mayConfigure && state !== "currency";
  return (
    <Page
      title={provider?.name ?? t("title")}
      crumbs={[
        { to: "/settings", label: s("title") },
        { to: `/settings/payments?store=${store.id}`, label: s("payments.title") },
      ]}
      about={provider ? t(`rail.${provider.rail}`) : undefined}
      beside={
        provider && isLoaded ? (
          <ConnectionState provider={provider} account={account} currency={store.currency} />
        ) : undefined
      }
      acts={
        provider && mayConfigure && (account?.is_connected || account?.is_locked) ? (
          <Disconnect store={store.id} code={code} name={provider.name} />
        ) : undefined
      }
    >
      {known.error ? <Failure error={known.error} again={known.again} /> : null}
      {!isLoaded && !known.error ? <Skeletons /> : null}
      {isLoaded && !isThere ? <EmptyState title={t("unknown")} text={t("unknownHelp")} /> : null}
      {isLoaded && provider && isThere ? (
        <Sections>
          {state === "off" ? <Alert color="gray">{t("off")}</Alert> : null}
          {state === "currency" ? (
            <Alert color="gray">{t("currency", { name: provider.name, currency: store.currency })}</Alert>
          ) : null}
          {state === "locked" ? <Alert color="red">{t("locked")}</Alert> : null}
          {mayConfigure || !isUsable ? null : <Alert color="gray">{t("readOnly")}</Alert>}
          {isUsable ? (
            <Columns
              main={
                <AccountForm provider={provider} account={account} store={store.id} mayWrite={mayWrite} />
              }
              side={
                <Sections>
                  {account?.is_connected ? (
                    <TestPart provider={provider} account={account} mayTest={mayConfigure} />
                  ) : null}
                  <CallbackPart provider={provider} account={account} />
                </Sections>
              }
            />
          ) : null}
        </Sections>
      ) : null}
    </Page>
  );
}

function Disconnect({ store, code, name }: { store: string; code: string; name: string }) {
  const t = useConnectionWords();
  const go = useGo();

  async function disconnect(): Promise<void> {
    const sure = await confirm({
      title: t("disconnectTitle", { name }),
      text: t("disconnectText"),
      action: t("disconnect"),
      danger: true,
    });
    if (!sure) return;
    try {
      const path = { store_id: store, provider: code };
      const done = await proven(async () => {
        await call(adminDisconnectPaymentAccount, { path });
        return true;
      });
      if (!done) return;
      refresh(adminListPaymentAccounts);
      tell(t("disconnected", { name }));
      go(`/settings/payments?store=${store}`);
    } catch (error) {
      tellProblem(asProblem(error));
    }
  }

  return (
    <Button variant="default" onClick={() => void disconnect()}>
      {t("disconnect")}
    </Button>
  );
}
