import { Select, SimpleGrid, Stack, Text } from "@mantine/core";
import { useState } from "react";
import {
  adminLedgerBalances,
  adminListLedgerEntries,
  adminListPaymentStatements,
  adminOpenPaymentDifferences,
  adminVerifyLedger,
} from "@/api/generated/sdk.gen";
import type { Statement } from "@/api/generated/types.gen";
import { refresh } from "@/api/query";
import { useGo } from "@/app/here";
import { may, useMe } from "@/app/may";
import { tell } from "@/app/messages";
import { useStore } from "@/app/store";
import { FileDrop } from "@/kit/files/FileDrop";
import { sendFile } from "@/kit/files/upload";
import { Section } from "@/kit/Section";
import { useBookWords } from "../words";
import { differences, LARGEST, READABLE, SHEETS } from "./matches";
import { useProviderName } from "./useProviderName";

/** A statement as the gateway gives it, for one store. */
export function UploadPart() {
  const t = useBookWords();
  const go = useGo();
  const me = useMe();
  const { nameOf, codes } = useProviderName();
  const onTop = useStore();
  const ours = me.stores.filter((one) => may(me, "payments:reconcile", { store: one.id }));
  const [chosen, setStore] = useState<string | null>(null);
  const store = chosen ?? ours.find((one) => one.id === onTop?.id)?.id ?? ours[0]?.id ?? "";
  const readable = READABLE.filter((code) => codes.includes(code));
  const [picked, setProvider] = useState<string | null>(null);
  const provider = picked ?? readable[0] ?? "";
  const where = `where.${provider}`;
  const query = new URLSearchParams({ provider, store });
  return (
    <Section title={t("import")} about={t("importHelp")}>
      <Stack>
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <Select
            label={t("provider")}
            data={readable.map((value) => ({ value, label: nameOf(value) }))}
            value={provider}
            onChange={setProvider}
            allowDeselect={false}
          />
          {ours.length > 1 ? (
            <Select
              label={t("store")}
              data={ours.map((one) => ({ value: one.id, label: one.name }))}
              value={store}
              onChange={setStore}
              allowDeselect={false}
            />
          ) : null}
        </SimpleGrid>
        <FileDrop<Statement>
          accept={SHEETS}
          largest={LARGEST}
          multiple={false}
          disabled={provider === "" || store === ""}
          send={(file, sending) => sendFile<Statement>(`/payment-statements?${query}`, file, sending)}
          done={(made) => {
            refresh(
              adminListPaymentStatements,
              adminOpenPaymentDifferences,
              adminListLedgerEntries,
              adminLedgerBalances,
              adminVerifyLedger,
            );
            tell(differences(made) > 0 ? t("importedWith", { count: differences(made) }) : t("importedFine"));
            go(`/books/statements/${made.id}`);
          }}
        >
          <Text size="sm" ta="center" p="md">
            {t("drop")}
          </Text>
        </FileDrop>
        {t.has(where) ? (
          <Text size="xs" c="dimmed">
            {t(where)}
          </Text>
        ) : null}
      </Stack>
    </Section>
  );
}
