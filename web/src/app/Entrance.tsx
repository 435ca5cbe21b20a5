import { Navigate } from "@tanstack/react-router";
import { lastCompany } from "./session";

/** `/console/`: on to the company that was open last, or to the log-in. */
export function Entrance() {
  const company = lastCompany();
  return company === null ? (
    <Navigate to="/account/log-in" replace />
  ) : (
    <Navigate to={`/${company}`} replace />
  );
}
