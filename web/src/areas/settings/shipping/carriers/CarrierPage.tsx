import { Alert, Button } from "@mantine/core";
import { call } from "@/api/call";
import { adminDisconnectCarrier, adminListCarrierAccounts } from "@/api/generated/sdk.gen";
import type { CarrierAccount, CarrierProvider } from "@/api/generated/types.gen";
import { asProblem } from "@/api/problem";
import { refresh } from "@/api/query";
import { confirm } from "@/app/confirm";
import { useGo, useParam } from "@/app/here";
import { tell, tellProblem } from "@/app/messages";
import { proven } from "@/app/proof";
import type { StoreOfMine } from "@/app/session";
import { EmptyState } from "@/kit/EmptyState";
import { Failure } from "@/kit/Failure";
import { Page } from "@/kit/Page";
import { Columns, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { usePlace } from "../../parts/usePlace";
import { useSettingsWords } from "../../words";
import { CarrierCallbacks } from "./CarrierCallbacks";
import { aboutOf, nameOf } from "./CarrierField";
import { CarrierForm } from "./CarrierForm";
import { CarrierTest } from "./CarrierTest";
import { stateOf, TONES } from "./state";
import { useCarriers } from "./useCarriers";
import { useCarrierWords, useFormWords } from "./words";

/** A store's account at one carrier, or a new one: its keys, whether they work, where messages go. */
export default function CarrierPage() {
  const s = useSettingsWords();
  const { store } = usePlace("store");
  const account = useParam("account");
  const provider = useParam("provider");
  if (!store)
    return (
      <Page title={s("shipping.title")} crumbs={[{ to: "/settings", label: s("title") }]}>
        <EmptyState title={s("noStore")} text={s("noStoreHelp")} />
      </Page>
    );
  return <Carrier key={`${store.id} ${account} ${provider}`} store={store} id={account} code={provider} />;
}

function Carrier({ store, id, code }: { store: StoreOfMine; id: string; code: string }) {
  const t = useCarrierWords();
  const f = useFormWords();
  const s = useSettingsWords();
  const { providers, accounts, error, again } = useCarriers(store.id);
  const account = id ? accounts?.find((one) => one.id === id) : undefined;
  const provider = providers?.find((one) => one.code === (account?.provider ?? code));
  const isLoaded = providers !== undefined && accounts !== undefined;
  const isThere = provider !== undefined && (id === "" || account !== undefined);
  const state = account ? stateOf(account) : null;
  const title = account?.name ?? (provider ? t("connectNamed", { name: nameOf(f, provider) }) : t("title"));
  return (
    <Page
      title={title}
      crumbs={[
        { to: "/settings", label: s("title") },
        { to: `/settings/shipping?store=${store.id}`, label: s("shipping.title") },
      ]}
      about={provider ? aboutOf(f, provider) : undefined}
      beside={state ? <StatusBadge tone={TONES[state]}>{t(`state.${state}`)}</StatusBadge> : undefined}
      acts={account ? <Disconnect store={store.id} account={account} /> : undefined}
    >
      {error ? <Failure error={error} again={again} /> : null}
      {!isLoaded && !error ? <Skeletons /> : null}
      {isLoaded && !isThere ? <EmptyState title={t("unknown")} text={t("unknownHelp")} /> : null}
      {isLoaded && isThere ? <Body provider={provider} account={account} store={store.id} /> : null}
    </Page>
  );
}

interface BodyProps {
  provider: CarrierProvider;
  account: CarrierAccount | undefined;
  store: string;
}

function Body({ provider, account, store }: BodyProps) {
  const t = useCarrierWords();
  const form = <CarrierForm provider={provider} account={account} store={store} />;
  if (!account) return form;
  return (
    <Sections>
      {account.is_locked ? <Alert color="red">{t("locked")}</Alert> : null}
      <Columns
        main={form}
        side={
          <Sections>
            <CarrierTest account={account} />
            <CarrierCallbacks provider={provider} account={account} />
          </Sections>
        }
      />
    </Sections>
  );
}

function Disconnect({ store, account }: { store: string; account: CarrierAccount }) {
  const t = useCarrierWords();
  const go = useGo();
  const { name } = account;

  async function disconnect(): Promise<void> {
    const sure = await confirm({
      title: t("disconnectTitle", { name }),
      text: t("disconnectText"),
      action: t("disconnect"),
      danger: true,
    });
    if (!sure) return;
    try {
      const path = { store_id: store, account_id: account.id };
      const done = await proven(async () => {
        await call(adminDisconnectCarrier, { path });
        return true;
      });
      if (!done) return;
      refresh(adminListCarrierAccounts);
      tell(t("disconnected", { name }));
      go(`/settings/shipping?store=${store}`);
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
