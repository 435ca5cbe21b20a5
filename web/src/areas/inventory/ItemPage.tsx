import { Button, Modal, Table, Text, VisuallyHidden } from "@mantine/core";
import { useState } from "react";
import { adminGetStock, adminListStock, adminStockLedger } from "@/api/generated/sdk.gen";
import type { Level } from "@/api/generated/types.gen";
import { refresh, useRead } from "@/api/query";
import { PlainLink, useParam } from "@/app/here";
import { useMay } from "@/app/may";
import { Failure } from "@/kit/Failure";
import { Lonely } from "@/kit/Lonely";
import { Quantity } from "@/kit/Money";
import { Page } from "@/kit/Page";
import { Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { AdjustForm } from "./AdjustForm";
import classes from "./inventory.module.css";
import { LedgerTable } from "./LedgerTable";
import { RulesForm } from "./RulesForm";
import { useInventoryWords } from "./words";

interface Unit {
  scale: number;
  unit: string;
}

/** One SKU: where it lies, its rules, its movements. */
export default function ItemPage() {
  const t = useInventoryWords();
  const sku = useParam("sku");
  const mayWrite = useMay("inventory:write");
  const [isAdjusting, setAdjusting] = useState(false);
  const [ruled, setRuled] = useState<Level | null>(null);
  const levels = useRead(adminGetStock, { path: { sku } });
  const found = useRead(adminListStock, { query: { q: sku, limit: 5 } });
  const item = found.data?.items.find((row) => row.sku === sku);
  const unit: Unit = { scale: item?.scale ?? 0, unit: item?.unit ?? "C62" };
  const changed = () => {
    setAdjusting(false);
    setRuled(null);
    refresh(adminGetStock, adminListStock, adminStockLedger);
  };
  if (levels.error) return <Failure error={levels.error} again={() => void levels.refetch()} />;
  return (
    <Page
      title={item?.title ?? sku}
      about={[item?.variant_title, sku].filter(Boolean).join(" · ")}
      crumbs={[{ to: "/inventory", label: t("title") }]}
      acts={
        item?.product_id ? (
          <Button variant="default" component={PlainLink} to={`/products/${item.product_id}`}>
            {t("openProduct")}
          </Button>
        ) : null
      }
      primary={mayWrite ? <Button onClick={() => setAdjusting(true)}>{t("adjust")}</Button> : null}
    >
      <Sections>
        <Section title={t("shelves")} flush>
          {levels.data === undefined ? (
            <Skeletons lines={3} />
          ) : levels.data.length === 0 ? (
            <Lonely title={t("noShelf")} text={t("noShelfHelp")} level={3} />
          ) : (
            <Table.ScrollContainer minWidth={560}>
              <Shelves levels={levels.data} unit={unit} {...(mayWrite ? { onRules: setRuled } : {})} />
            </Table.ScrollContainer>
          )}
        </Section>
        <LedgerTable sku={sku} />
      </Sections>
      <Modal opened={isAdjusting} onClose={() => setAdjusting(false)} title={t("adjust")}>
        <AdjustForm sku={sku} levels={levels.data ?? []} unit={unit} done={changed} />
      </Modal>
      <Modal
        opened={ruled !== null}
        onClose={() => setRuled(null)}
        title={t("rulesOf", { location: ruled?.location ?? "" })}
      >
        {ruled ? <RulesForm level={ruled} scale={unit.scale} done={changed} /> : null}
      </Modal>
    </Page>
  );
}

function Shelves({
  levels,
  unit,
  onRules,
}: {
  levels: readonly Level[];
  unit: Unit;
  onRules?: (level: Level) => void;
}) {
  const t = useInventoryWords();
  const columns = ["on_hand", "reserved", "safety", "available", "low_at"] as const;
  const titles = [t("onHand"), t("promised"), t("safety"), t("available"), t("lowAt")];
  return (
    <Table className={classes.table ?? ""} verticalSpacing="sm" horizontalSpacing="md">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("location")}</Table.Th>
          {titles.map((title) => (
            <Table.Th key={title} className={classes.number ?? ""}>
              {title}
            </Table.Th>
          ))}
          {onRules ? (
            <Table.Th>
              <VisuallyHidden>{t("rules")}</VisuallyHidden>
            </Table.Th>
          ) : null}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {levels.map((level) => (
          <Table.Tr key={level.location_id}>
            <Table.Td fw={550}>{level.location}</Table.Td>
            {columns.map((name) => (
              <Table.Td key={name} className={classes.number ?? ""}>
                {name === "low_at" && level.low_at === 0 ? (
                  <Text span c="dimmed">
                    –
                  </Text>
                ) : (
                  <Quantity value={level[name]} {...unit} />
                )}
              </Table.Td>
            ))}
            {onRules ? (
              <Table.Td className={classes.number ?? ""}>
                <Button
                  variant="subtle"
                  size="xs"
                  onClick={() => onRules(level)}
                  aria-label={t("rulesOf", { location: level.location })}
                >
                  {t("rules")}
                </Button>
              </Table.Td>
            ) : null}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
