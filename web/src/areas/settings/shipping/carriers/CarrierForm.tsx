import { Radio, Stack, Switch, TextInput } from "@mantine/core";
import { useMemo } from "react";
import { call } from "@/api/call";
import {
  adminChangeCarrierAccount,
  adminConnectCarrier,
  adminGetCarrierAccount,
  adminListCarrierAccounts,
} from "@/api/generated/sdk.gen";
import type { CarrierAccount, CarrierProvider } from "@/api/generated/types.gen";
import { Problem } from "@/api/problem";
import { refresh } from "@/api/query";
import { useGo } from "@/app/here";
import { tell } from "@/app/messages";
import { proven } from "@/app/proof";
import { RecordForm } from "@/kit/form/RecordForm";
import { useRecord } from "@/kit/form/useRecord";
import { Section, Sections } from "@/kit/Section";
import classes from "../../parts/parts.module.css";
import { CarrierField, labelOf, nameOf } from "./CarrierField";
import { useCarrierWords, useFormWords } from "./words";

/** The fields of the provider stand beside our own, which begin with `our_`. */
type Typed = Record<string, string> & { our_name: string; our_mode: string; our_active: string };

interface CarrierFormProps {
  provider: CarrierProvider;
  /** Undefined for one that is being connected. */
  account: CarrierAccount | undefined;
  store: string;
}

export function CarrierForm({ provider, account, store }: CarrierFormProps) {
  const t = useCarrierWords();
  const f = useFormWords();
  const go = useGo();
  const values = useMemo(() => typed(provider, account), [provider, account]);
  const stored = new Set(account?.secrets);
  const record = useRecord<Typed, CarrierAccount>({
    values,
    ...(account ? { version: account.version } : {}),
    labels: {
      our_name: t("name"),
      our_mode: t("mode"),
      our_active: t("isActive"),
      ...Object.fromEntries(provider.fields.map((field) => [field.name, labelOf(f, provider.code, field)])),
    },
    names: {
      name: "our_name",
      ...Object.fromEntries(provider.fields.map((field) => [`values.${field.name}`, field.name])),
    },
    check: {
      our_name: (value: string) => (value.trim() ? null : t("needed")),
      ...Object.fromEntries(
        provider.fields
          .filter((field) => (field.is_required ?? true) && !stored.has(field.name))
          .map(({ name }) => [name, (value: string) => (value.trim() ? null : t("needed"))]),
      ),
    },
    save: async (all, version) => {
      const body = {
        name: all.our_name.trim(),
        mode: all.our_mode === "live" ? ("live" as const) : ("test" as const),
        is_active: all.our_active === "yes",
        values: Object.fromEntries(provider.fields.map(({ name }) => [name, all[name] ?? ""])),
      };
      const saved = await proven(() =>
        account
          ? call(adminChangeCarrierAccount, {
              path: { store_id: store, account_id: account.id },
              body,
              version: version ?? account.version,
            })
          : call(adminConnectCarrier, {
              path: { store_id: store },
              body: { ...body, provider: provider.code },
            }),
      );
      if (saved === null) throw new Problem(403, { code: "NotProven", title: t("proofNeeded") });
      return saved;
    },
    ...(account
      ? {
          latest: async () => {
            const path = { store_id: store, account_id: account.id };
            const now = await call(adminGetCarrierAccount, { path });
            return { values: typed(provider, now), version: now.version };
          },
        }
      : {}),
    saved: (answer) => {
      refresh(adminListCarrierAccounts);
      tell(t("saved"));
      if (!account) go(`/settings/shipping/carriers/${answer.id}?store=${store}`);
    },
  });
  return (
    <RecordForm record={record}>
      <Sections>
        <Section title={t("account")}>
          <div className={classes.fields}>
            <TextInput
              {...record.field("our_name")}
              description={t("nameHelp")}
              placeholder={nameOf(f, provider)}
              maxLength={80}
            />
            {provider.has_modes ? (
              <Radio.Group {...record.field("our_mode")} description={t("modeHelp")}>
                <Stack gap={8} mt={8}>
                  <Radio value="test" label={t("mode.test")} />
                  <Radio value="live" label={t("mode.live")} />
                </Stack>
              </Radio.Group>
            ) : null}
            {provider.fields.map((field) => (
              <CarrierField
                key={field.name}
                provider={provider.code}
                field={field}
                isStored={stored.has(field.name)}
                input={record.field(field.name)}
              />
            ))}
          </div>
        </Section>
        <Section>
          <Switch
            label={t("isActive")}
            description={t("isActiveHelp")}
            checked={record.values.our_active === "yes"}
            onChange={(event) => record.set("our_active", event.currentTarget.checked ? "yes" : "no")}
          />
        </Section>
      </Sections>
    </RecordForm>
  );
}

function typed(provider: CarrierProvider, account: CarrierAccount | undefined): Typed {
  return {
    ...Object.fromEntries(provider.fields.map(({ name }) => [name, account?.settings[name] ?? ""])),
    our_name: account?.name ?? "",
    our_mode: account?.mode ?? "test",
    our_active: account === undefined || account.status === "active" ? "yes" : "no",
  };
}
