import { Button, Combobox, Group, Stack, Text, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { adminListCustomers } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { GoLink } from "@/app/here";
import { useMay } from "@/app/may";
import { Section } from "@/kit/Section";
import { SavedText } from "./SavedText";
import type { Drafting } from "./useDraft";
import { useDraftWords } from "./words";

/** Whom it is for: somebody who is known, or how they are reached. */
export function Buyer({ drafting, canEdit }: { drafting: Drafting; canEdit: boolean }) {
  const t = useDraftWords();
  const { draft, save } = drafting;
  const seesPeople = useMay("customers:read");
  const { customer, cart } = draft;
  return (
    <Section title={t("customer")}>
      <Stack gap={12}>
        {customer ? (
          <Group justify="space-between" gap={8} wrap="nowrap">
            <div>
              <GoLink to={`/customers/${customer.id}`}>{customer.name || customer.email}</GoLink>
              <Text size="xs" c="dimmed">
                {customer.name ? customer.email : ""}
              </Text>
            </div>
            {canEdit ? (
              <Button variant="subtle" size="compact-sm" onClick={() => save({ customer_id: null })}>
                {t("takeOff")}
              </Button>
            ) : null}
          </Group>
        ) : canEdit && seesPeople ? (
          <CustomerFinder onPick={(id) => save({ customer_id: id })} />
        ) : null}
        {canEdit ? (
          <>
            <SavedText
              label={t("email")}
              description={t("emailAsked")}
              type="email"
              maxLength={254}
              saved={cart.email}
              save={(email) => save({ email })}
            />
            <SavedText
              label={t("phone")}
              type="tel"
              maxLength={32}
              saved={cart.phone}
              save={(phone) => save({ phone })}
            />
          </>
        ) : (
          <Text size="sm">{[cart.email, cart.phone].filter(Boolean).join(" · ")}</Text>
        )}
      </Stack>
    </Section>
  );
}

function CustomerFinder({ onPick }: { onPick: (id: string) => void }) {
  const t = useDraftWords();
  const [typed, setTyped] = useState("");
  const [asked] = useDebouncedValue(typed.trim(), 200);
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() });
  const found = useRead(
    adminListCustomers,
    { query: { q: asked, limit: 8 } },
    { enabled: asked.length > 1, keep: true },
  );
  const rows = asked.length > 1 ? (found.data?.items ?? []) : [];
  return (
    <Combobox
      store={box}
      onOptionSubmit={(id) => {
        onPick(id);
        setTyped("");
        box.closeDropdown();
      }}
    >
      <Combobox.Target>
        <TextInput
          label={t("findCustomer")}
          description={t("findCustomerHelp")}
          value={typed}
          autoComplete="off"
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            box.openDropdown();
            box.updateSelectedOptionIndex();
          }}
          onFocus={() => box.openDropdown()}
          onBlur={() => box.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={asked.length < 2 || found.isLoading}>
        <Combobox.Options>
          {rows.length === 0 ? <Combobox.Empty>{t("noCustomer")}</Combobox.Empty> : null}
          {rows.map((row) => (
            <Combobox.Option key={row.id} value={row.id}>
              {row.name || row.email}
              <Text span size="xs" c="dimmed" display="block">
                {[row.name ? row.email : "", row.phone].filter(Boolean).join(" · ")}
              </Text>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
