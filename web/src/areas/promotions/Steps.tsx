import { Button, Group } from "@mantine/core";
import {
  adminActivatePromotion,
  adminDeletePromotion,
  adminDuplicatePromotion,
  adminEndPromotion,
  adminGetPromotion,
  adminListPromotions,
  adminPausePromotion,
} from "@/api/generated/sdk.gen";
import type { Promotion } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { confirm } from "@/app/confirm";
import { useGo } from "@/app/here";
import { tell, tellProblem } from "@/app/messages";
import { Explained } from "@/kit/May";
import { usePromotionWords } from "./words";

const CHANGED = [adminGetPromotion, adminListPromotions];

/** Switching it on. */
export function MainAct({ promotion, isDirty }: { promotion: Promotion; isDirty: boolean }) {
  const t = usePromotionWords();
  const activate = useWrite(adminActivatePromotion, {
    changes: CHANGED,
    done: () => tell(t("activated")),
    failed: tellProblem,
  });
  if (promotion.status !== "draft" && promotion.status !== "paused") return null;
  return (
    <Explained reason={isDirty ? t("saveFirst") : null}>
      <Button
        disabled={isDirty}
        loading={activate.isPending}
        onClick={() => activate.mutate({ path: { promotion: promotion.id } })}
      >
        {t("activate")}
      </Button>
    </Explained>
  );
}

/** Switching it off, for a while or for good; copying and deleting it. */
export function Acts({ promotion }: { promotion: Promotion }) {
  const t = usePromotionWords();
  const go = useGo();
  const path = { promotion: promotion.id };
  const pause = useWrite(adminPausePromotion, {
    changes: CHANGED,
    done: () => tell(t("paused")),
    failed: tellProblem,
  });
  const end = useWrite(adminEndPromotion, {
    changes: CHANGED,
    done: () => tell(t("ended")),
    failed: tellProblem,
  });
  const copy = useWrite(adminDuplicatePromotion, {
    changes: [adminListPromotions],
    done: (made) => go(`/promotions/${made.id}`),
    failed: tellProblem,
  });
  const remove = useWrite(adminDeletePromotion, {
    changes: [adminListPromotions],
    done: () => {
      tell(t("deleted"));
      go("/promotions", { replace: true, force: true });
    },
    failed: tellProblem,
  });
  return (
    <Group gap={8}>
      {promotion.status === "active" ? (
        <Button variant="default" loading={pause.isPending} onClick={() => pause.mutate({ path })}>
          {t("pause")}
        </Button>
      ) : null}
      {promotion.status === "active" || promotion.status === "paused" ? (
        <Button
          variant="default"
          loading={end.isPending}
          onClick={async () => {
            if (await confirm({ title: t("end"), text: t("endSure"), action: t("end"), danger: true }))
              end.mutate({ path });
          }}
        >
          {t("end")}
        </Button>
      ) : null}
      <Button variant="default" loading={copy.isPending} onClick={() => copy.mutate({ path })}>
        {t("duplicate")}
      </Button>
      {promotion.uses === 0 ? (
        <Button
          variant="default"
          loading={remove.isPending}
          onClick={async () => {
            if (
              await confirm({
                title: t("delete"),
                text: t("deleteSure"),
                action: t("delete"),
                danger: true,
              })
            )
              remove.mutate({ path });
          }}
        >
          {t("delete")}
        </Button>
      ) : null}
    </Group>
  );
}
