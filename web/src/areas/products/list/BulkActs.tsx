import { Button, Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useState } from "react";
import { call } from "@/api/call";
import {
  adminChangeManyProducts,
  adminGetBulkRun,
  adminGetProduct,
  adminListProducts,
  adminUndoBulkRun,
} from "@/api/generated/sdk.gen";
import type { BulkChange, BulkRun, ProductFilter, StaffRow } from "@/api/generated/types.gen";
import { refresh } from "@/api/query";
import { tell, tellProblem } from "@/app/messages";
import { useProductWords } from "../words";
import { BulkDialog, type BulkKind } from "./BulkDialog";
import { BulkProgress } from "./BulkProgress";

interface BulkActsProps {
  rows: readonly StaffRow[];
  clear: () => void;
  /** When every row that is loaded is ticked and there are more: all of them can be meant. */
  all: { filter: ProductFilter; count: string } | null;
}

const KINDS: readonly BulkKind[] = [
  "price",
  "categories",
  "stores",
  "tags",
  "attributes",
  "tax_class",
  "vendor",
];

/** What can be done with many products: their status at once, the rest in a dialog. Statuses can be undone. */
export function BulkActs({ rows, clear, all }: BulkActsProps) {
  const t = useProductWords();
  const [kind, setKind] = useState<BulkKind | null>(null);
  const [run, setRun] = useState<BulkRun | null>(null);
  const [takesAll, setTakesAll] = useState(false);
  const [isBusy, setBusy] = useState(false);

  function ended(done: BulkRun): void {
    refresh(adminListProducts, adminGetProduct, adminGetBulkRun);
    if (done.status !== "finished" || done.refused > 0) setRun(done);
    else {
      setRun(null);
      tell(
        t("changedMany", { count: done.changed }),
        done.can_be_undone
          ? {
              undo: () =>
                void call(adminUndoBulkRun, { path: { run: done.id } })
                  .then(ended)
                  .catch(tellProblem),
            }
          : {},
      );
    }
  }
  async function change(wanted: BulkChange): Promise<void> {
    setBusy(true);
    try {
      const which = takesAll && all ? { filter: all.filter } : { ids: rows.map((row) => row.id) };
      const done = await call(adminChangeManyProducts, { body: { change: wanted, ...which } });
      setKind(null);
      ended(done);
      if (done.status === "finished" && done.refused === 0) clear();
    } catch (error) {
      tellProblem(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <>
      {all ? (
        <Button variant="subtle" onClick={() => setTakesAll(!takesAll)} aria-pressed={takesAll}>
          {takesAll ? t("onlyTicked", { count: rows.length }) : t("takeAll", { all: all.count })}
        </Button>
      ) : null}
      <Button variant="default" loading={isBusy} onClick={() => void change({ status: "active" })}>
        {t("publish")}
      </Button>
      <Button variant="default" disabled={isBusy} onClick={() => void change({ status: "draft" })}>
        {t("unpublish")}
      </Button>
      <Button variant="default" disabled={isBusy} onClick={() => void change({ status: "archived" })}>
        {t("archive")}
      </Button>
      <Menu>
        <Menu.Target>
          <Button variant="default" disabled={isBusy} rightSection={<IconChevronDown size={14} />}>
            {t("changeMore")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {KINDS.map((one) => (
            <Menu.Item key={one} onClick={() => setKind(one)}>
              {t(`bulk_${one}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {kind ? (
        <BulkDialog
          kind={kind}
          count={takesAll && all ? all.count : t("countOf", { count: rows.length })}
          isBusy={isBusy}
          close={() => setKind(null)}
          change={(wanted) => void change(wanted)}
        />
      ) : null}
      {run ? (
        <BulkProgress
          run={run}
          ended={ended}
          close={() => {
            setRun(null);
            clear();
          }}
        />
      ) : null}
    </>
  );
}
