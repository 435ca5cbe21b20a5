import { Radio, Stack, Switch } from "@mantine/core";
import { useMemo } from "react";
import { call } from "@/api/call";
import { adminListPaymentAccounts, adminSavePaymentAccount } from "@/api/generated/sdk.gen";
import type { AccountView, PaymentProvider } from "@/api/generated/types.gen";
import { Problem } from "@/api/problem";
import { refresh } from "@/api/query";
import { tell } from "@/app/messages";
import { proven } from "@/app/proof";
import { RecordForm } from "@/kit/form/RecordForm";
import { useRecord } from "@/kit/form/useRecord";
import { Section, Sections } from "@/kit/Section";
import classes from "../parts/parts.module.css";
import { labelOf, ProviderField } from "./ProviderField";
import { useConnectionWords, useProviderWords } from "./words";

/** The fields of the provider stand beside our own, which begin with `our_`. */
type Typed = Record<string, string> & { our_mode: string; our_capture: string; our_active: string };

interface AccountFormProps {
  provider: PaymentProvider;
  account: AccountView | undefined;
  store: string;
  mayWrite: boolean;
}

export function AccountForm({ provider, account, store, mayWrite }: AccountFormProps) {
  const t = useConnectionWords();
  const p = useProviderWords();
  const values = useMemo(() => typed(provider, account), [provider, account]);
  const stored = new Set(account?.secrets);
  const names = provider.fields.map((field) => [`values.${field.name}`, field.name] as const);
  const record = useRecord<Typed, AccountView>({
    values,
    version: account?.version ?? 0,
    labels: {
      our_mode: t("mode"),
      our_capture: t("capture"),
      our_active: t("isActive"),
      ...Object.fromEntries(provider.fields.map((field) => [field.name, labelOf(p, provider.code, field)])),
    },
    names: Object.fromEntries(names),
    check: Object.fromEntries(
      provider.fields
        .filter((field) => (field.is_required ?? true) && !stored.has(field.name))
        .map(({ name }) => [name, (value: string) => (value.trim() ? null : t("needed"))]),
    ),
    save: async (all, version) => {
      const body = {
        mode: all.our_mode === "live" ? ("live" as const) : ("test" as const),
        capture_method: all.our_capture === "manual" ? ("manual" as const) : ("automatic" as const),
        is_active: all.our_active === "yes",
        values: Object.fromEntries(provider.fields.map(({ name }) => [name, all[name] ?? ""])),
      };
      const path = { store_id: store, provider: provider.code };
      const saved = await proven(() => call(adminSavePaymentAccount, { path, body, version: version ?? 0 }));
      if (saved === null) throw new Problem(403, { code: "NotProven", title: t("proofNeeded") });
      return saved;
    },
    latest: async () => {
      const accounts = await call(adminListPaymentAccounts, { path: { store_id: store } });
      const now = accounts.find((one) => one.provider === provider.code);
      return { values: typed(provider, now), version: now?.version ?? 0 };
    },
    saved: () => {
      refresh(adminListPaymentAccounts);
      tell(t("saved"));
    },
  });
  return (
    <RecordForm record={record}>
      <Sections>
        <Section title={t("account")} about={t("accountHelp", { name: provider.name })}>
          <div className={classes.fields}>
            <Radio.Group {...record.field("our_mode")} description={t("modeHelp")} readOnly={!mayWrite}>
              <Stack gap={8} mt={8}>
                <Radio value="test" label={t("mode.test")} disabled={!mayWrite} />
                <Radio value="live" label={t("mode.live")} disabled={!mayWrite} />
              </Stack>
            </Radio.Group>
            {provider.fields.map((field) => (
              <ProviderField
                key={field.name}
                provider={provider.code}
                field={field}
                isStored={stored.has(field.name)}
                disabled={!mayWrite}
                input={record.field(field.name)}
              />
            ))}
          </div>
        </Section>
        {provider.can.includes("hold") ? (
          <Section title={t("capture")}>
            <Radio.Group
              value={record.values.our_capture}
              onChange={(value) => record.set("our_capture", value)}
              aria-label={t("capture")}
            >
              <Stack gap={12}>
                {(["automatic", "manual"] as const).map((way) => (
                  <Radio
                    key={way}
                    value={way}
                    label={t(`capture.${way}`)}
                    description={t(`capture.${way}Help`)}
                    disabled={!mayWrite}
                  />
                ))}
              </Stack>
            </Radio.Group>
          </Section>
        ) : null}
        <Section>
          <Switch
            label={t("isActive")}
            description={t("isActiveHelp")}
            checked={record.values.our_active === "yes"}
            disabled={!mayWrite}
            onChange={(event) => record.set("our_active", event.currentTarget.checked ? "yes" : "no")}
          />
        </Section>
      </Sections>
    </RecordForm>
  );
}

function typed(provider: PaymentProvider, account: AccountView | undefined): Typed {
  return {
    ...Object.fromEntries(provider.fields.map(({ name }) => [name, account?.settings[name] ?? ""])),
    our_mode: account?.mode ?? "test",
    our_capture: account?.capture_method ?? "automatic",
    our_active: account === undefined || account.is_active || !account.is_connected ? "yes" : "no",
  };
}
