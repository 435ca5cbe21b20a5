import { useSearchWords } from "@/app/here";
import { Page } from "@/kit/Page";
import { Sections } from "@/kit/Section";
import { UrlTabs } from "@/kit/UrlTabs";
import { Controls } from "./Controls";
import { Customers } from "./Customers";
import { Figures } from "./Figures";
import { Durations, Reasons, Stockouts } from "./Operations";
import { Products, Promotions } from "./Products";
import { useAsked } from "./useAsked";
import { Funnel, Sources } from "./Visits";
import { useAnalyticsWords } from "./words";

const TABS = {
  overview: [
    "revenue",
    "orders",
    "average_order",
    "conversion",
    "net_revenue",
    "new_customers",
    "repeat_share",
    "time_to_ship_median",
    "refunds",
    "return_rate",
  ],
  products: ["gross", "discounts", "items", "promotion_discounts", "shipping", "tax"],
  customers: ["new_customers", "repeat_orders", "repeat_share", "average_order"],
  visits: [
    "visits",
    "page_views",
    "product_visits",
    "cart_visits",
    "checkout_visits",
    "order_visits",
    "conversion",
  ],
  operations: [
    "shipped",
    "time_to_ship_median",
    "time_to_ship",
    "delivered",
    "time_to_deliver",
    "time_to_deliver_p90",
    "returns",
    "return_rate",
    "cancelled",
    "failed_payments",
    "disputes",
  ],
} as const;
type TabName = keyof typeof TABS;

/** How the shop is doing: one page for whoever decides, and what is behind it. */
export default function AnalyticsPage() {
  const t = useAnalyticsWords();
  const asked = useAsked();
  const [words] = useSearchWords();
  const tab: TabName = words.tab !== undefined && words.tab in TABS ? (words.tab as TabName) : "overview";
  return (
    <Page title={t("title")} about={t("about")} width="wide">
      <Controls figures={TABS[tab]} />
      <UrlTabs
        tabs={[
          {
            value: "overview",
            label: t("tabOverview"),
            panel: (
              <Sections>
                <Figures asked={asked} figures={TABS.overview} title={t("tabOverview")} />
                <Funnel asked={asked} />
                <Products asked={asked} limit={5} />
                <Stockouts asked={asked} limit={5} />
              </Sections>
            ),
          },
          {
            value: "products",
            label: t("tabProducts"),
            panel: (
              <Sections>
                <Figures asked={asked} figures={TABS.products} title={t("tabProducts")} />
                <Products asked={asked} limit={50} />
                <Promotions asked={asked} />
              </Sections>
            ),
          },
          {
            value: "customers",
            label: t("tabCustomers"),
            panel: (
              <Sections>
                <Figures asked={asked} figures={TABS.customers} title={t("tabCustomers")} />
                <Customers asked={asked} />
              </Sections>
            ),
          },
          {
            value: "visits",
            label: t("tabVisits"),
            panel: (
              <Sections>
                <Figures asked={asked} figures={TABS.visits} title={t("tabVisits")} />
                <Funnel asked={asked} />
                <Sources asked={asked} />
              </Sections>
            ),
          },
          {
            value: "operations",
            label: t("tabOperations"),
            panel: (
              <Sections>
                <Figures asked={asked} figures={TABS.operations} title={t("tabOperations")} />
                <Durations asked={asked} />
                <Stockouts asked={asked} limit={50} />
                <Reasons asked={asked} />
              </Sections>
            ),
          },
        ]}
      />
    </Page>
  );
}
