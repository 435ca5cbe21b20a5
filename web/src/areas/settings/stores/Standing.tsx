import { Button, Group, Modal, SimpleGrid, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import {
  adminCloseStore,
  adminGetStoreStanding,
  adminListStores,
  adminReopenStore,
} from "@/api/generated/sdk.gen";
import type { StoreStanding, StoreSummary } from "@/api/generated/types.gen";
import { useRead, useWrite } from "@/api/query";
import { useMay } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { refreshMe } from "@/app/session";
import { Failure } from "@/kit/Failure";
import { Count } from "@/kit/Money";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { useStoreWords } from "./storeWords";

/** What is under way in a store, and closing it or opening it again. */
export function Standing({ store }: { store: StoreSummary }) {
  const t = useStoreWords();
  const may = useMay("stores:write", { store: store.id });
  const standing = useRead(adminGetStoreStanding, { path: { store_id: store.id } });
  const [isClosing, setClosing] = useState(false);
  const changes = [adminGetStoreStanding, adminListStores];
  const reopen = useWrite(adminReopenStore, {
    changes,
    done: () => {
      void refreshMe();
      tell(t("reopened"));
    },
    failed: tellProblem,
  });
  if (standing.error) return <Failure error={standing.error} again={standing.refetch} />;
  if (!standing.data) return <Skeletons />;
  const now = standing.data;
  const isOpen = now.status === "active";
  const figures: [string, number][] = [
    [t("underWay"), now.orders_under_way],
    [t("unpaid"), now.orders_unpaid],
    [t("carts"), now.open_carts],
    [t("goods"), now.products],
    [t("hidden"), now.products_hidden],
    [t("unpriced"), now.products_without_price],
    [t("staff"), now.staff_limited_to_it],
  ];
  return (
    <Section
      title={t("standing")}
      about={isOpen ? t("openNow") : t("closedNow")}
      acts={
        may ? (
          isOpen ? (
            <Button variant="default" size="xs" onClick={() => setClosing(true)}>
              {t("close")}
            </Button>
          ) : (
            <Button
              size="xs"
              loading={reopen.isPending}
              onClick={() => reopen.mutate({ path: { store_id: store.id }, body: {}, version: now.version })}
            >
              {t("reopen")}
            </Button>
          )
        ) : undefined
      }
    >
      <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="md">
        {figures.map(([label, value]) => (
          <div key={label}>
            <Text size="xl" fw={600} data-figures>
              <Count value={value} />
            </Text>
            <Text size="sm" c="dimmed">
              {label}
            </Text>
          </div>
        ))}
      </SimpleGrid>
      {isClosing ? <CloseDialog store={store} now={now} close={() => setClosing(false)} /> : null}
    </Section>
  );
}

interface CloseDialogProps {
  store: StoreSummary;
  now: StoreStanding;
  close: () => void;
}

function CloseDialog({ store, now, close }: CloseDialogProps) {
  const t = useStoreWords();
  const [reason, setReason] = useState("");
  const act = useWrite(adminCloseStore, {
    changes: [adminGetStoreStanding, adminListStores],
    done: () => {
      void refreshMe();
      tell(t("closed"));
      close();
    },
    failed: tellProblem,
  });
  return (
    <Modal opened onClose={close} title={t("closeTitle", { name: store.name })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          act.mutate({ path: { store_id: store.id }, body: { reason: reason.trim() }, version: now.version });
        }}
      >
        <Stack>
          <Text size="sm">
            {t("closeText", {
              orders: String(now.orders_under_way),
              unpaid: String(now.orders_unpaid),
              carts: String(now.open_carts),
            })}
          </Text>
          <Textarea
            label={t("reason")}
            description={t("reasonHelp")}
            value={reason}
            maxLength={500}
            autosize
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("cancel")}
            </Button>
            <Button type="submit" color="red" loading={act.isPending}>
              {t("close")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
