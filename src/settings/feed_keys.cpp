#include "feed_keys.hpp"

#include "json_document.hpp"
#include "text_form.hpp"

#include "footfall/catalog_import/read_feed.hpp"
#include "units.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace footfall::settings {

namespace {

using enum value_kind;
using catalog_import::feed_settings;

const text_form url_form{"an address such as https://shop.example.com/feed.xml",
                         [](std::string_view text) { return outbound::read_url(text).has_value(); },
                         "^[Hh][Tt][Tt][Pp][Ss]?://[!-~]+$"};
const text_form header_form{"up to 4096 printable characters",
                            [](std::string_view text) {
                              return text.size() <= 4096 && std::ranges::all_of(text, [](char byte) {
                                       return byte >= ' ' && byte <= '~';
                                     });
                            },
                            "^[ -~]{0,4096}$"};
const text_form allowed_form{
    "the name of a host, or a network such as 10.0.0.0/8", [](std::string_view text) {
      return network_form.matches(text) || (host_form.matches(text) && text.find(':') == text.npos);
    }};
const text_form mode_form{"one of", nullptr, {}, [] {
                            return std::vector<std::string_view>{"automatic", "full", "update"};
                          }};
const text_form variants_form{"one of", nullptr, {}, [] {
                                return std::vector<std::string_view>{"parent", "each"};
                              }};
const text_form decimal_form{"empty, or one of", nullptr, {}, [] {
                               return std::vector<std::string_view>{"", ".", ","};
                             }};
const text_form format_form{"empty, or one of", nullptr, {}, [] {
                              auto names = catalog_import::format_names();
                              names.insert(names.begin(), std::string_view{});
                              return names;
                            }};

feeds::catalogue_settings& of(const destination& to) { return to.application->catalogues[to.customer->id]; }

setting feed_text(std::string_view name, std::string_view description, std::string feed_settings::*which,
                  const text_form& form = any_text_form) {
  return {.name = name,
          .kind = text,
          .description = description,
          .form = &form,
          .keep = [which](const destination& to) { return &(to.feed->reading.*which); }};
}

template <auto Which>
setting feed_texts(std::string_view name, std::string_view description) {
  return {.name = name,
          .kind = map,
          .description = description,
          .form = &any_text_form,
          .clear = [](const destination& to) { (to.feed->reading.*Which).clear(); },
          .add = [](destination& to, std::string_view key,
                    const nlohmann::json&) { to.feed_text = &(to.feed->reading.*Which)[std::string(key)]; },
          .text_stands_for = "text"};
}

}  // namespace

std::vector<setting> outbound_keys() {
  return {
      {.name = "allow",
       .kind = text_list,
       .description = "Hosts and networks that may be asked although they are not of the public internet",
       .form = &allowed_form,
       .keep = [](const destination& to) { return &to.application->outbound.allow; }},
      {.name = "authorities",
       .kind = text,
       .description = "File (PEM) with authorities of certificates that are trusted beside the system's",
       .form = &any_text_form,
       .keep = [](const destination& to) { return &to.application->outbound.authorities; }},
  };
}

std::vector<setting> catalogue_keys() {
  return {
      {.name = "shrink_percent",
       .kind = whole_number,
       .description = "A run of a full feed that would take more than this away changes nothing",
       .least = 0,
       .most = 100,
       .keep = [](const destination& to) { return &of(to).shrink_percent; }},
      {.name = "feeds",
       .kind = list,
       .description = "Feeds that are pulled; a text is the address",
       .clear = [](const destination& to) { of(to).feeds.clear(); },
       .add = [](destination& to, std::string_view,
                 const nlohmann::json&) { to.feed = &of(to).feeds.emplace_back(); },
       .text_stands_for = "url"},
  };
}

std::vector<setting> feed_keys() {
  return {
      {.name = "url",
       .kind = text,
       .description = "Where the feed is",
       .form = &url_form,
       .required = true,
       .keep = [](const destination& to) { return &to.feed->url; }},
      {.name = "interval",
       .kind = duration,
       .description = "Time between two pulls",
       .least = minute,
       .most = 30 * day,
       .keep = [](const destination& to) { return &to.feed->interval_ms; }},
      {.name = "authorization",
       .kind = text,
       .description = "Sent as the header Authorization, to the host of the address only",
       .form = &header_form,
       .secret = true,
       .keep = [](const destination& to) { return &to.feed->authorization; }},
      {.name = "mode",
       .kind = text,
       .description =
           "full: the feed is the catalogue of its item types; update: it adds to it; automatic: as "
           "suits the format",
       .form = &mode_form,
       .keep = [](const destination& to) { return &to.feed->mode; }},
      {.name = "type",
       .kind = whole_number,
       .description = "Item type of feeds that do not say it",
       .least = 1,
       .most = 2147483647,
       .keep = [](const destination& to) { return &to.feed->reading.type; }},
      feed_text("format", "What the feed is; empty: found by its first bytes", &feed_settings::format,
                format_form),
      feed_texts<&feed_settings::columns>("map", "Columns of a table by our field, `\"id\": \"Nummer\"`"),
      feed_text("language", "Language of the texts", &feed_settings::language),
      feed_texts<&feed_settings::languages>("languages", "Languages by the shop's number or code"),
      feed_texts<&feed_settings::tax_rates>("tax_rates", "Per cent by class of tax, for net prices"),
      feed_text("base_url", "What relative links begin with", &feed_settings::base_url),
      {.name = "variants",
       .kind = text,
       .description = "parent: variants are folded into their product; each: they are items",
       .form = &variants_form,
       .keep = [](const destination& to) { return &to.feed->variants; }},
      {.name = "decimal",
       .kind = text,
       .description = "Decimal sign; empty: found by the prices",
       .form = &decimal_form,
       .keep = [](const destination& to) { return &to.feed->decimal; }},
      feed_text("encoding", "Encoding of the feed; empty: found", &feed_settings::encoding),
      feed_text("id_from", "`link`, or the column of a Shopify export that has the id",
                &feed_settings::id_from),
      feed_text("id_pattern", "Regular expression whose first group is the id", &feed_settings::id_pattern),
      feed_text("category_root", "First name of category paths, left out", &feed_settings::category_root),
      feed_text("region", "Region of RichRelevance's catalogue that has the say", &feed_settings::region),
      feed_text("record", "Element of an item in XML of an unknown kind", &feed_settings::record),
      feed_text("weight_unit", "Unit of weights without one", &feed_settings::weight_unit),
  };
}

std::vector<setting> feed_text_keys() {
  return {{.name = "text",
           .kind = text,
           .description = "The value; a text may stand in the place of the object",
           .form = &any_text_form,
           .required = true,
           .keep = [](const destination& to) { return to.feed_text; }}};
}

void check_feeds(const application_settings& settings, mistakes& found) {
  for (const auto& [customer, of] : settings.catalogues) {
    std::set<std::string_view> seen;
    for (std::size_t index = 0; index < of.feeds.size(); ++index)
      if (!seen.insert(of.feeds[index].url).second)
        found.add(path_of_position(path_of_key("customers", customer) + ".catalogue.feeds", index) + ".url",
                  "the address of another feed", "each address once");
  }
}

}  // namespace footfall::settings
