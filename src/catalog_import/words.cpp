// Words of availability and truth, compared in lower case with `_` and `-` as blanks.
#include "words.hpp"

#include "plain_text.hpp"
#include "prices.hpp"

#include <algorithm>
#include <array>

namespace footfall::catalog_import {

namespace {

using catalog::availability;

struct availability_words {
  availability state;
  std::string_view words;  // between bars
};

constexpr std::array<availability_words, 6> states{{
    {availability::in_stock,
     "|in stock|instock|available|true|yes|1|ja|on stock|auf lager|lagernd|vorrätig|sofort "
     "lieferbar|lieferbar|"
     "verfügbar|en stock|disponible|disponibile|in magazzino|op voorraad|i lager|på lager|skladem|dostępny|"
     "в наличии|in store only|instoreonly|onlineonly|online only|available for order|on demand|"},
    {availability::limited, "|limited availability|limitedavailability|low stock|lowstock|limited|"},
    {availability::out_of_stock,
     "|out of stock|outofstock|sold out|soldout|unavailable|not available|false|no|0|nein|nicht auf lager|"
     "ausverkauft|nicht lieferbar|nicht verfügbar|vergriffen|épuisé|agotado|sin stock|non "
     "disponibile|esaurito|"
     "uitverkocht|slutsåld|slut i lager|vyprodáno|niedostępny|нет в наличии|reserved|"},
    {availability::preorder, "|preorder|pre order|presale|vorbestellung|vorbestellbar|preventa|"},
    {availability::backorder, "|backorder|back order|made to order|madetoorder|nachbestellt|"},
    {availability::discontinued, "|discontinued|auslaufartikel|"},
}};

constexpr std::string_view time_words =
    "|tag|tage|tagen|werktag|werktage|werktagen|arbeitstage|woche|wochen|stunde|stunden|day|days|week|weeks|"
    "hour|"
    "hours|h|jour|jours|semaine|semaines|giorni|settimane|días|dias|semanas|dagen|weken|dagar|veckor|dny|dní|"
    "dnů|"
    "dni|godzin|tygodni|дня|дней|";

constexpr std::string_view yes =
    "|1|active|aktiv|ano|enabled|j|ja|o|on|oui|published|si|sí|tak|true|x|y|yes|visible|";
constexpr std::string_view no =
    "|0|-1|archived|disabled|draft|false|inactive|inaktiv|n|ne|nein|nie|no|non|off|hidden|staging|"
    "not visible individually|";

bool lists(std::string_view words, const std::string& word) {
  return word.find('|') == std::string::npos && words.find("|" + word + "|") != std::string_view::npos;
}

std::string normalised(std::string_view text) {
  auto word = lower(tidy_spaces(text));
  for (const std::string_view prefix : {"http://schema.org/", "https://schema.org/"})
    if (word.starts_with(prefix)) word.erase(0, prefix.size());
  std::replace(word.begin(), word.end(), '_', ' ');
  std::replace(word.begin() + (word.empty() ? 0 : 1), word.end(), '-', ' ');  // not the sign of a number
  return word;
}

bool is_delivery_time(const std::string& text) {
  bool digits = false;
  std::string spaced = text;
  for (auto& byte : spaced) {
    digits = digits || (byte >= '0' && byte <= '9');
    if ((byte >= '0' && byte <= '9') || byte == '.' || byte == ',' || byte == ':') byte = ' ';
  }
  if (!digits) return false;
  for (const auto& word : split(spaced, ' '))
    if (!word.empty() && lists(time_words, word)) return true;
  return false;
}

}  // namespace

std::optional<availability> read_availability(std::string_view text) {
  auto word = normalised(text);
  if (word.empty()) return std::nullopt;
  for (const auto& row : states)
    if (lists(row.words, word)) return row.state;
  if (const auto pieces = read_number(word))
    return *pieces > 0 ? availability::in_stock : availability::out_of_stock;
  if (is_delivery_time(word)) return availability::in_stock;
  return std::nullopt;
}

std::optional<bool> read_yes_or_no(std::string_view text) {
  const auto word = lower(tidy_spaces(text));
  if (word.empty()) return std::nullopt;
  if (lists(yes, word)) return true;
  if (lists(no, word)) return false;
  return std::nullopt;
}

}  // namespace footfall::catalog_import
