import { ActionIcon, Alert, Button, Group, Select, Stack, Table, Text, Textarea } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { call } from "@/api/call";
import { adminCreateTransfer, adminListStock, adminListTransfers } from "@/api/generated/sdk.gen";
import type { StockRow } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { useGo, useSearchWords } from "@/app/here";
import { tell, tellProblem } from "@/app/messages";
import { LeaveGuard } from "@/kit/form/LeaveGuard";
import { QuantityInput } from "@/kit/form/MoneyInput";
import { Quantity } from "@/kit/Money";
import { Page } from "@/kit/Page";
import { Section, Sections } from "@/kit/Section";
import { ItemPicker } from "./ItemPicker";
import classes from "./inventory.module.css";
import { asOptions, usePlaces } from "./places";
import { useInventoryWords } from "./words";

interface Line {
  row: StockRow;
  quantity: number | null;
}

/** Pure: what lies of an item at a location. */
function lyingAt(row: StockRow, location: string | null): number {
  return row.levels.find((level) => level.location_id === location)?.on_hand ?? 0;
}

export default function NewTransferPage() {
  const t = useInventoryWords();
  const go = useGo();
  const starts = usePlaces("inventory:write");
  const ends = usePlaces("inventory:read");
  const [chosenStart, setStart] = useState<string | null>(null);
  const [chosenEnd, setEnd] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const [lines, setLines] = useState<Line[]>([]);
  const [isDone, setDone] = useState(false);
  useTicked((rows) => setLines(rows.map((row) => ({ row, quantity: null }))));
  const start = chosenStart ?? starts?.[0]?.id ?? null;
  const end = chosenEnd ?? ends?.find((place) => place.id !== start)?.id ?? null;
  const create = useWrite(adminCreateTransfer, { changes: [adminListTransfers, adminListStock] });
  const isReady = lines.length > 0 && lines.every((line) => (line.quantity ?? 0) > 0) && start !== end;

  function save(isSent: boolean): void {
    if (start === null || end === null) return;
    const body = {
      from_location_id: start,
      to_location_id: end,
      note,
      is_sent: isSent,
      lines: lines.map(({ row, quantity }) => ({ sku: row.sku, quantity: quantity ?? 0 })),
    };
    create.mutate(
      { body },
      {
        onSuccess: (made) => {
          setDone(true);
          const place = made.transfer.to_location;
          tell(isSent ? t("transferSent", { location: place }) : t("draftSaved"));
          go(`/inventory/transfers/${made.transfer.id}`, { replace: true, force: true });
        },
        onError: tellProblem,
      },
    );
  }

  function set(place: number, quantity: number | null): void {
    setLines(lines.map((line, n) => (n === place ? { ...line, quantity } : line)));
  }

  return (
    <Page
      title={t("newTransfer")}
      crumbs={[
        { to: "/inventory", label: t("title") },
        { to: "/inventory/transfers", label: t("transfers") },
      ]}
    >
      <LeaveGuard isOn={lines.length > 0 && !isDone} />
      <Sections>
        {ends?.length === 1 ? <Alert color="yellow">{t("twoPlaces")}</Alert> : null}
        <Section>
          <Stack>
            <Group grow align="flex-start">
              <Select
                label={t("from")}
                data={asOptions(starts)}
                value={start}
                onChange={setStart}
                allowDeselect={false}
              />
              <Select
                label={t("to")}
                data={asOptions(ends)}
                value={end}
                onChange={setEnd}
                allowDeselect={false}
                error={start !== null && start === end ? t("choosePlaces") : null}
              />
            </Group>
            <Textarea
              label={t("note")}
              value={note}
              maxLength={500}
              autosize
              onChange={(event) => setNote(event.currentTarget.value)}
            />
          </Stack>
        </Section>
        <Section title={t("item")}>
          <Stack>
            <ItemPicker
              onPick={(row) => {
                if (!lines.some((line) => line.row.sku === row.sku))
                  setLines([...lines, { row, quantity: null }]);
              }}
            />
            {lines.length === 0 ? (
              <Text size="sm" c="dimmed">
                {t("noLines")}
              </Text>
            ) : (
              <Table className={classes.table ?? ""}>
                <Table.Tbody>
                  {lines.map(({ row, quantity }, place) => {
                    const lying = lyingAt(row, start);
                    const isShort = quantity !== null && quantity > lying;
                    return (
                      <Table.Tr key={row.sku}>
                        <Table.Td>
                          {row.title ?? row.sku}
                          <Text size="xs" c="dimmed">
                            {[row.variant_title, row.sku].filter(Boolean).join(" · ")} ·{" "}
                            <Quantity value={lying} scale={row.scale} unit={row.unit} />
                          </Text>
                        </Table.Td>
                        <Table.Td w={140}>
                          <QuantityInput
                            aria-label={`${t("quantity")}: ${row.sku}`}
                            scale={row.scale}
                            value={quantity}
                            onChange={(value) => set(place, value)}
                            error={isShort ? t("tooFew", { count: lying / 10 ** row.scale }) : null}
                          />
                        </Table.Td>
                        <Table.Td w={48}>
                          <ActionIcon
                            variant="subtle"
                            color="gray"
                            aria-label={t("remove", { name: row.sku })}
                            onClick={() => setLines(lines.filter((_, n) => n !== place))}
                          >
                            <IconX size={16} />
                          </ActionIcon>
                        </Table.Td>
                      </Table.Tr>
                    );
                  })}
                </Table.Tbody>
              </Table>
            )}
          </Stack>
        </Section>
        <Group justify="flex-end">
          <Button
            variant="default"
            disabled={!isReady}
            loading={create.isPending}
            onClick={() => save(false)}
          >
            {t("saveDraft")}
          </Button>
          <Button disabled={!isReady} loading={create.isPending} onClick={() => save(true)}>
            {t("sendNow")}
          </Button>
        </Group>
      </Sections>
    </Page>
  );
}

/** The items that were ticked in the list, by the SKUs in the address; looked up once. */
function useTicked(take: (rows: StockRow[]) => void): void {
  const [words] = useSearchWords();
  const skus = words.skus;
  const taken = useRef(false);
  useEffect(() => {
    if (!skus || taken.current) return;
    taken.current = true;
    const wanted = skus.split(",").slice(0, 100);
    void Promise.all(wanted.map((sku) => call(adminListStock, { query: { q: sku, limit: 3 } }))).then(
      (pages) => take(pages.flatMap((page, n) => page.items.filter((row) => row.sku === wanted[n]))),
    );
  }, [skus, take]);
}
