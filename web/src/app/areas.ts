/** Every area of the console, one line each, in alphabetical order. */

import { area as account } from "@/areas/account";
import { area as analytics } from "@/areas/analytics";
import { area as audit } from "@/areas/audit";
import { area as books } from "@/areas/books";
import { area as categories } from "@/areas/categories";
import { area as collections } from "@/areas/collections";
import { area as controlArchives } from "@/areas/control-archives";
import { area as controlFlags } from "@/areas/control-flags";
import { area as controlHealth } from "@/areas/control-health";
import { area as controlHome } from "@/areas/control-home";
import { area as controlInsights } from "@/areas/control-insights";
import { area as controlPlans } from "@/areas/control-plans";
import { area as controlPolicies } from "@/areas/control-policies";
import { area as controlTenants } from "@/areas/control-tenants";
import { area as customers } from "@/areas/customers";
import { area as drafts } from "@/areas/drafts";
import { area as experiments } from "@/areas/experiments";
import { area as feeds } from "@/areas/feeds";
import { area as home } from "@/areas/home";
import { area as imports } from "@/areas/imports";
import { area as inbox } from "@/areas/inbox";
import { area as inventory } from "@/areas/inventory";
import { area as languages } from "@/areas/languages";
import { area as markets } from "@/areas/markets";
import { area as messages } from "@/areas/messages";
import { area as orders } from "@/areas/orders";
import { area as payments } from "@/areas/payments";
import { area as products } from "@/areas/products";
import { area as promotions } from "@/areas/promotions";
import { area as recommendations } from "@/areas/recommendations";
import { area as returns } from "@/areas/returns";
import { area as sales } from "@/areas/sales";
import { area as search } from "@/areas/search";
import { area as service } from "@/areas/service";
import { area as settings } from "@/areas/settings";
import { area as staff } from "@/areas/staff";
import { area as visits } from "@/areas/visits";
import { area as webhooks } from "@/areas/webhooks";
import type { Area } from "./area";

export const areas: readonly Area[] = [
  // a line for each, so that they can be added at the same time
  account,
  controlHome,
  controlPolicies,
  controlTenants,
  customers,
  audit,
  books,
  categories,
  collections,
  controlArchives,
  controlFlags,
  controlInsights,
  controlHealth,
  controlPlans,
  drafts,
  experiments,
  feeds,
  home,
  imports,
  inbox,
  inventory,
  languages,
  markets,
  messages,
  orders,
  payments,
  products,
  promotions,
  analytics,
  recommendations,
  returns,
  sales,
  search,
  service,
  settings,
  staff,
  visits,
  webhooks,
];
