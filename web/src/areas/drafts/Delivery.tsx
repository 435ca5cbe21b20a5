import { Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useLanguage } from "@/app/words";
import { MoneyInput } from "@/kit/form/MoneyInput";
import { formatMoney } from "@/kit/format";
import { Section } from "@/kit/Section";
import { AddressDialog } from "./AddressDialog";
import type { Drafting } from "./useDraft";
import { useDraftWords } from "./words";

const OWN = "own";

/** Where it goes, how, and at which price. */
export function Delivery({ drafting, canEdit }: { drafting: Drafting; canEdit: boolean }) {
  const t = useDraftWords();
  const language = useLanguage();
  const { draft, save } = drafting;
  const { cart, carriage } = draft;
  const [isAddressing, setAddressing] = useState(false);
  const [isOwn, setOwn] = useState(carriage !== null);
  const [price, setPrice] = useState<number | null>(carriage?.price_minor ?? null);
  const [name, setName] = useState(carriage?.name ?? "");
  const address = cart.shipping_address;
  const lines = address
    ? [
        address.name,
        address.line1,
        address.line2,
        [address.postal_code, address.city, address.region].filter(Boolean).join(" "),
        new Intl.DisplayNames([language], { type: "region" }).of(address.country),
        address.phone,
        address.instructions,
      ].filter(Boolean)
    : [];
  const chosen = isOwn ? OWN : (cart.shipping_option?.id ?? null);
  return (
    <Section
      title={t("delivery")}
      acts={
        canEdit ? (
          <Button variant="subtle" size="compact-sm" onClick={() => setAddressing(true)}>
            {address ? t("changeAddress") : t("giveAddress")}
          </Button>
        ) : null
      }
    >
      <Stack gap={12}>
        {address ? (
          <address>
            {lines.map((line) => (
              <Text size="sm" key={line}>
                {line}
              </Text>
            ))}
          </address>
        ) : (
          <Text size="sm" c="dimmed">
            {t("noAddress")}
          </Text>
        )}
        {canEdit ? (
          <Select
            label={t("method")}
            placeholder={t("chooseMethod")}
            value={chosen}
            allowDeselect={false}
            data={[
              ...draft.shipping_options.map((one) => ({
                value: one.id,
                label: `${one.name} · ${formatMoney(language, one.price_minor, cart.currency)}`,
              })),
              { value: OWN, label: t("byHand") },
            ]}
            onChange={(value) => {
              if (value === null) return;
              setOwn(value === OWN);
              if (value !== OWN) save({ shipping_rate_id: value, carriage: null });
            }}
          />
        ) : (
          <Text size="sm">{cart.shipping_option?.name ?? ""}</Text>
        )}
        {canEdit && isOwn ? (
          <Group align="end" gap={10}>
            <TextInput
              label={t("byHandName")}
              value={name}
              maxLength={100}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <MoneyInput label={t("byHandPrice")} currency={cart.currency} value={price} onChange={setPrice} />
            <Button
              variant="default"
              disabled={price === null}
              onClick={() =>
                price === null
                  ? undefined
                  : save({ shipping_rate_id: null, carriage: { name: name.trim(), price_minor: price } })
              }
            >
              {t("set")}
            </Button>
          </Group>
        ) : null}
      </Stack>
      {isAddressing ? (
        <AddressDialog
          before={address}
          store={draft.store_id}
          close={() => setAddressing(false)}
          set={(next) => {
            save({ shipping_address: next });
            setAddressing(false);
          }}
        />
      ) : null}
    </Section>
  );
}
