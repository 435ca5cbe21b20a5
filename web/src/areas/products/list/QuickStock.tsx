import { Popover, Skeleton, Stack, Table, Text, UnstyledButton } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { adminGetProduct } from "@/api/generated/sdk.gen";
import type { StaffRow } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { GoLink } from "@/app/here";
import { Quantity } from "@/kit/Money";
import { useProductWords } from "../words";
import classes from "./list.module.css";

/** What lies where, without leaving the list. */
export function QuickStock({ row, children }: { row: StaffRow; children: ReactNode }) {
  const t = useProductWords();
  const [isOpen, setOpen] = useState(false);
  if (row.stock === null) return children;
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" withinPortal>
      <Popover.Target>
        <UnstyledButton
          className={classes.quick}
          aria-label={t("showStock", { title: row.title })}
          onClick={() => setOpen(!isOpen)}
        >
          {children}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>{isOpen ? <Shelves row={row} /> : null}</Popover.Dropdown>
    </Popover>
  );
}

function Shelves({ row }: { row: StaffRow }) {
  const t = useProductWords();
  const product = useRead(adminGetProduct, { path: { product: row.id } });
  if (product.error) return <Text size="sm">{product.error.message}</Text>;
  if (!product.data) return <Skeleton width={220} height={90} />;
  const lines = product.data.variants
    .filter((variant) => variant.is_active && variant.tracks_stock)
    .flatMap((variant) => variant.stock.map((shelf) => ({ variant, shelf })));
  return (
    <Stack gap={8} maw={420}>
      <div className={classes.shelves}>
        <Table verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("variant")}</Table.Th>
              <Table.Th>{t("location")}</Table.Th>
              <Table.Th ta="right">{t("onHand")}</Table.Th>
              <Table.Th ta="right">{t("available")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {lines.map(({ variant, shelf }) => (
              <Table.Tr key={`${variant.id} ${shelf.location_id}`}>
                <Table.Td>{variant.title || variant.sku}</Table.Td>
                <Table.Td>{shelf.location}</Table.Td>
                <Table.Td ta="right">
                  <Quantity value={shelf.on_hand} scale={row.scale} unit={row.unit} />
                </Table.Td>
                <Table.Td ta="right" {...(shelf.available <= 0 ? { c: "red" } : {})}>
                  <Quantity value={shelf.available} scale={row.scale} unit={row.unit} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      {lines.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("neverCounted")}
        </Text>
      ) : null}
      <GoLink to={`/products/${row.id}`} size="sm">
        {t("changeInSheet")}
      </GoLink>
    </Stack>
  );
}
