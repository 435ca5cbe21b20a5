import { adminDashboard, adminWaitingWork } from "@/api/generated/sdk.gen";
import { refresh } from "@/api/query";
import { useMay, useMe } from "@/app/may";
import { useLanguage } from "@/app/words";
import { formatDay } from "@/kit/format";
import { Page } from "@/kit/Page";
import { Columns, Sections } from "@/kit/Section";
import { useLive } from "@/kit/useLive";
import { LatestOrders } from "./LatestOrders";
import { LowStock } from "./LowStock";
import { Sales } from "./Sales";
import { TopProducts } from "./TopProducts";
import { Waiting } from "./Waiting";
import { useHomeWords } from "./words";

/** What needs you now, before how you did. */
export default function HomePage() {
  const t = useHomeWords();
  const language = useLanguage();
  const { staff } = useMe();
  const seesFigures = useMay("figures:read");
  const seesOrders = useMay("orders:read");
  const seesShelves = useMay("inventory:read");
  useLive(["order", "payment", "stock", "product"], () => refresh(adminWaitingWork, adminDashboard));
  const now = new Date();
  const today = `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
  return (
    <Page
      title={t("hello", { name: staff.name.split(" ")[0] ?? staff.name })}
      about={formatDay(language, today, { weekday: "long", month: "long" })}
    >
      <Sections>
        <Waiting />
        <Columns
          main={
            <Sections>
              {seesFigures ? <Sales /> : null}
              {seesOrders ? <LatestOrders /> : null}
            </Sections>
          }
          side={
            <Sections>
              {seesShelves ? <LowStock /> : null}
              {seesFigures ? <TopProducts /> : null}
            </Sections>
          }
        />
      </Sections>
    </Page>
  );
}
