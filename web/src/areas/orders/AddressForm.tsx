import { Button, Select, SimpleGrid, Text, Textarea, TextInput } from "@mantine/core";
import { call } from "@/api/call";
import {
  adminChangeOrderAddress,
  adminGetOrder,
  adminListOrders,
  listCountries,
} from "@/api/generated/sdk.gen";
import type { Address, OrderDetail } from "@/api/generated/types.gen";
import { refresh, useRead } from "@/api/query";
import { tell } from "@/app/messages";
import { useLanguage } from "@/app/words";
import { RecordForm } from "@/kit/form/RecordForm";
import { useRecord } from "@/kit/form/useRecord";
import { useKitWords } from "@/kit/words";
import { useOrderWords } from "./words";

const FIELDS = [
  "name",
  "company",
  "line1",
  "line2",
  "postal_code",
  "city",
  "region",
  "country",
  "phone",
  "instructions",
] as const;
type Typed = Record<(typeof FIELDS)[number], string>;

/** The delivery address in place; a billing address that was the same follows it. */
export function AddressForm({ order, close }: { order: OrderDetail; close: () => void }) {
  const t = useOrderWords();
  const kit = useKitWords();
  const language = useLanguage();
  const countries = useRead(listCountries, {});
  const names = new Intl.DisplayNames([language], { type: "region" });
  const codes = new Set([order.shipping_address.country, ...(countries.data ?? []).map((one) => one.code)]);
  const record = useRecord<Typed>({
    values: typedOf(order.shipping_address),
    version: order.version,
    labels: Object.fromEntries(FIELDS.map((field) => [field, t(field)])),
    names: Object.fromEntries(FIELDS.map((field) => [`shipping_address.${field}`, field])),
    save: (values, version) => {
      const address: Address = { ...order.shipping_address, ...values };
      const isSame = JSON.stringify(order.shipping_address) === JSON.stringify(order.billing_address);
      return call(adminChangeOrderAddress, {
        path: { order: order.id },
        body: { shipping_address: address, ...(isSame ? { billing_address: address } : {}) },
        version: version ?? order.version,
      });
    },
    latest: async () => {
      const now = await call(adminGetOrder, { path: { order: order.id } });
      return { values: typedOf(now.shipping_address), version: now.version };
    },
    saved: () => {
      tell(t("saved"));
      refresh(adminGetOrder, adminListOrders);
      close();
    },
  });
  return (
    <RecordForm record={record}>
      <TextInput maxLength={200} data-autofocus {...record.field("name")} />
      <TextInput maxLength={200} {...record.field("company")} />
      <TextInput maxLength={200} {...record.field("line1")} />
      <TextInput maxLength={200} {...record.field("line2")} />
      <SimpleGrid cols={2} spacing="sm">
        <TextInput maxLength={20} {...record.field("postal_code")} />
        <TextInput maxLength={200} {...record.field("city")} />
      </SimpleGrid>
      <TextInput maxLength={200} {...record.field("region")} />
      <Select
        searchable
        allowDeselect={false}
        data={[...codes]
          .map((code) => ({ value: code, label: names.of(code) ?? code }))
          .sort((one, other) => one.label.localeCompare(other.label, language))}
        {...record.field("country")}
      />
      <TextInput type="tel" maxLength={32} {...record.field("phone")} />
      <Textarea autosize maxLength={500} {...record.field("instructions")} />
      <Text size="xs" c="dimmed">
        {t("addressHelp")}
      </Text>
      {record.isDirty ? null : (
        <Button variant="default" onClick={close}>
          {kit("cancel")}
        </Button>
      )}
    </RecordForm>
  );
}

function typedOf(address: Address): Typed {
  return Object.fromEntries(FIELDS.map((field) => [field, address[field] ?? ""])) as Typed;
}
