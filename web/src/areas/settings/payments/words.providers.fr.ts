import type { Words } from "@/app/words";

const words: Words = {
  "choice.mtn_momo.sandbox": "Bac à sable",
  "choice.mtn_momo.mtnbenin": "Bénin",
  "choice.mtn_momo.mtncameroon": "Cameroun",
  "choice.mtn_momo.mtncongo": "Congo",
  "choice.mtn_momo.mtnghana": "Ghana",
  "choice.mtn_momo.mtnguineaconakry": "Guinée",
  "choice.mtn_momo.mtnivorycoast": "Côte d’Ivoire",
  "choice.mtn_momo.mtnliberia": "Libéria",
  "choice.mtn_momo.mtnsouthafrica": "Afrique du Sud",
  "choice.mtn_momo.mtnswaziland": "Eswatini",
  "choice.mtn_momo.mtnuganda": "Ouganda",
  "choice.mtn_momo.mtnzambia": "Zambie",
  "choice.orange_money.dev": "Pays de développement (sans argent réel)",
  "choice.orange_money.bf": "Burkina Faso",
  "choice.orange_money.ci": "Côte d’Ivoire",
  "choice.orange_money.cm": "Cameroun",
  "choice.orange_money.gn": "Guinée",
  "choice.orange_money.ml": "Mali",
  "choice.orange_money.sn": "Sénégal",
  "label.stripe.secret_key": "Clé secrète",
  "help.stripe.secret_key":
    "Commence par sk_ ou rk_. Une clé restreinte doit pouvoir écrire les intentions de paiement et les remboursements, et lire les débits et le solde.",
  "label.stripe.publishable_key": "Clé publiable",
  "help.stripe.publishable_key": "Commence par pk_.",
  "label.stripe.webhook_secret": "Secret de signature du webhook",
  "help.stripe.webhook_secret": "Commence par whsec_. Sans lui, les messages de Stripe sont refusés.",
  "label.stripe.statement_descriptor": "Sur le relevé de carte",
  "help.stripe.statement_descriptor":
    "Suit le nom de votre compte ; les deux ont ensemble 22 caractères au plus.",
  "label.paypal.client_id": "Identifiant client",
  "help.paypal.client_id": "De l’application dans le tableau de bord des développeurs PayPal.",
  "label.paypal.client_secret": "Secret",
  "help.paypal.client_secret": "De la même application.",
  "label.paypal.webhook_id": "Identifiant du webhook",
  "help.paypal.webhook_id":
    "À côté du webhook créé pour notre adresse. Sans lui, les messages de PayPal sont refusés.",
  "label.paypal.brand_name": "Nom sur les pages de PayPal",
  "help.paypal.brand_name": "À la place du nom de votre compte PayPal.",
  "label.mtn_momo.target_environment": "Pays",
  "help.mtn_momo.target_environment":
    "L’« environnement cible » de MTN. Le bac à sable n’accepte que l’euro.",
  "label.mtn_momo.host": "Plateforme",
  "help.mtn_momo.host":
    "Là où MTN a ouvert le compte ; un paiement ne peut être consulté que là où il a été créé. Sans effet dans le bac à sable.",
  "label.mtn_momo.api_user": "Utilisateur API",
  "help.mtn_momo.api_user": "Un UUID.",
  "label.mtn_momo.api_key": "Clé API",
  "help.mtn_momo.api_key": "Sur momoapi.momo.africa : le jeton des « System Credentials ».",
  "label.mtn_momo.subscription_key": "Clé d’abonnement Collections",
  "label.mtn_momo.disbursement_api_user": "Utilisateur API de Disbursements",
  "help.mtn_momo.disbursement_api_user":
    "Nécessaire, avec ses clés, pour rembourser d’ici. Sans lui, les remboursements se font à la main.",
  "label.mtn_momo.disbursement_api_key": "Clé API de Disbursements",
  "label.mtn_momo.disbursement_subscription_key": "Clé d’abonnement Disbursements",
  "label.orange_money.country": "Pays",
  "help.orange_money.country":
    "Où se trouve le compte marchand. « dev » est le pays de développement d’Orange, sans argent réel.",
  "label.orange_money.client_id": "Identifiant client",
  "label.orange_money.client_secret": "Secret client",
  "label.orange_money.merchant_key": "Clé marchand",
};

export default words;
