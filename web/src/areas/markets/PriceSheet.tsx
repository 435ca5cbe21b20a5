/**
 * The prices of a list as a sheet: a row a variant, a column a quantity. Typed in, or pasted from a spreadsheet; saved at once.
 */
import { Button, Checkbox, Group, NumberInput, Stack, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconDownload, IconTags, IconUpload } from "@tabler/icons-react";
import { lazy, Suspense, useMemo, useState } from "react";
import {
  adminGetPriceList,
  adminListListedPrices,
  adminListPriceLists,
  adminSetListedPrices,
} from "@/api/generated/sdk.gen";
import type { PriceList } from "@/api/generated/types.gen";
import { usePages, useWrite } from "@/api/query";
import { PlainLink, useCompany } from "@/app/here";
import { useMay } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { useStore } from "@/app/store";
import { EmptyState } from "@/kit/EmptyState";
import { Failure } from "@/kit/Failure";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { changesOf, quantitiesOf, type Typed } from "./grid";
import { useMarketWords } from "./words";

const PriceGrid = lazy(() => import("./PriceGrid"));
const CHANGED = [adminListListedPrices, adminGetPriceList, adminListPriceLists];
const PAGE = 100;
const PAUSE = 300;

export function PriceSheet({ list, mayWrite }: { list: PriceList; mayWrite: boolean }) {
  const t = useMarketWords();
  const store = useStore();
  const [text, setText] = useState("");
  const [q] = useDebouncedValue(text, PAUSE);
  const [isListed, setListed] = useState(false);
  const [added, setAdded] = useState<number[]>([]);
  const [typed, setTyped] = useState<Typed>({});
  const found = usePages(adminListListedPrices, {
    path: { price_list: list.id },
    query: { q, listed: isListed, limit: PAGE, ...(store ? { store: store.id } : {}) },
  });
  const rows = useMemo(() => found.items ?? [], [found.items]);
  const quantities = useMemo(() => quantitiesOf(rows, added), [rows, added]);
  const changes = useMemo(() => changesOf(rows, typed, list.currency), [rows, typed, list.currency]);
  const save = useWrite(adminSetListedPrices, {
    changes: CHANGED,
    done: (answer) => {
      setTyped({});
      tell(t("pricesSaved", { count: answer.changed }));
    },
    failed: tellProblem,
  });
  if (found.error) return <Failure error={found.error} again={found.refetch} />;
  return (
    <Section>
      <Stack>
        <Group justify="space-between" align="end">
          <Group align="end">
            <TextInput
              label={t("search")}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              type="search"
            />
            <Checkbox
              label={t("onlyListed")}
              checked={isListed}
              onChange={(event) => setListed(event.currentTarget.checked)}
              mb={8}
            />
          </Group>
          {mayWrite ? (
            <Group align="end">
              <AddQuantity add={(quantity) => setAdded([...added, quantity])} />
              <Files />
              <Button
                disabled={changes.length === 0}
                loading={save.isPending}
                onClick={() => save.mutate({ path: { price_list: list.id }, body: changes })}
              >
                {t("savePrices", { count: changes.length })}
              </Button>
            </Group>
          ) : null}
        </Group>
        {found.items === undefined ? (
          <Skeletons lines={8} />
        ) : rows.length === 0 ? (
          <EmptyState icon={<IconTags size={24} />} title={t("noGoods")} text={t("noGoodsHelp")} />
        ) : (
          <Suspense fallback={<Skeletons lines={8} />}>
            <PriceGrid
              rows={rows}
              quantities={quantities}
              currency={list.currency}
              typed={typed}
              change={setTyped}
              isReadOnly={!mayWrite}
            />
          </Suspense>
        )}
        {found.hasNextPage ? (
          <Button
            variant="subtle"
            loading={found.isFetchingNextPage}
            onClick={() => void found.fetchNextPage()}
          >
            {t("more")}
          </Button>
        ) : null}
      </Stack>
    </Section>
  );
}

function AddQuantity({ add }: { add: (quantity: number) => void }) {
  const t = useMarketWords();
  const [quantity, setQuantity] = useState<number | string>("");
  const isFine = Number.isInteger(quantity) && Number(quantity) > 1;
  return (
    <Group
      gap={6}
      align="end"
      component="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isFine) return;
        add(Number(quantity));
        setQuantity("");
      }}
    >
      <NumberInput
        label={t("addTier")}
        value={quantity}
        onChange={setQuantity}
        min={2}
        allowDecimal={false}
        w={130}
        error={quantity === "" || isFine ? null : t("tierComplaint")}
      />
      <Button type="submit" variant="default" disabled={!isFine}>
        +
      </Button>
    </Group>
  );
}

function Files() {
  const t = useMarketWords();
  const company = useCompany();
  const mayImport = useMay("imports:run");
  if (!mayImport) return null;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconUpload size={16} />}
        component={PlainLink}
        to="/imports?kind=list_prices"
      >
        {t("importPrices")}
      </Button>
      <Button
        variant="default"
        leftSection={<IconDownload size={16} />}
        component="a"
        href={`/api/tenants/${encodeURIComponent(company)}/admin/exports/list_prices`}
        download
      >
        {t("exportPrices")}
      </Button>
    </>
  );
}
