// What a text in the configuration must look like: addresses, ids, time zones and so on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace footfall::settings {

/// A rule for a text: what is expected (for people), the check, and what editors can check by themselves.
struct text_form {
  std::string_view expected;                             ///< "an IANA time zone such as Europe/Berlin"
  bool (*accepts)(std::string_view text) = nullptr;      ///< null where `choices` decides
  std::string_view pattern{};                            ///< regular expression of the JSON Schema, or empty
  std::vector<std::string_view> (*choices)() = nullptr;  ///< all allowed texts, or null

  /// True when the text follows the rule. Thread-safe.
  [[nodiscard]] bool matches(std::string_view text) const;

  /// `expected`, or the list of choices. Thread-safe.
  [[nodiscard]] std::string expectation() const;
};

/// Any text.
extern const text_form any_text_form;
/// `127.0.0.1:8080`, `[::1]:8080`; port 0..65535, 0 takes a free one.
extern const text_form listen_address_form;
/// `shop.example.com`, with `:PORT` or without; goes into links, so nothing else is let through.
extern const text_form host_form;
/// The same, or empty.
extern const text_form event_host_form;
/// `127.0.0.1/32`, `10.0.0.0/8`, `fd00::/8`; without prefix length one address.
extern const text_form network_form;
/// The name of a file in the data directory.
extern const text_form file_form;
/// The id of a customer (protocol A4): not `recommendation` and not `v` with digits, which mean something in
/// URLs.
extern const text_form customer_id_form;
/// The first segment of a path: letters, digits, `_`, `-`, and no name of an event, which may stand there as
/// well.
extern const text_form solution_id_form;
/// The id of a model or scenario: letters, digits, `_`, `-`.
extern const text_form reference_code_form;
/// Empty, or printable ASCII without space.
extern const text_form license_key_form;
/// An `apiClientKey` of RichRelevance: as a licence key, but not empty.
extern const text_form client_key_form;
/// A placement of RichRelevance, `item_page.rr1` or `item_page.*`.
extern const text_form placement_form;
/// A scenario, or a scenario and a language, `cross_sell.de`.
extern const text_form message_form;
/// An ISO 4217 code.
extern const text_form currency_form;
/// A name of the time zone data of the operating system (Debian package tzdata).
extern const text_form time_zone_form;
/// A row of `model::model_kinds()`.
extern const text_form model_type_form;
/// What the user did, of the model type `PROFILE`: `CLICK` and its like.
extern const text_form model_list_form;
/// `NOMINAL`, `NUMERIC` or `TEXT`.
extern const text_form compared_type_form;
/// `automatic`, `log` or `linear`.
extern const text_form number_scale_form;
extern const text_form word_stem_form;
/// A row of `store::engines()`.
extern const text_form engine_form;
/// A name of `recommend::context_flag`.
extern const text_form context_flag_form;
/// A name of `recommend::category_scope`.
extern const text_form category_scope_form;
/// `and` or `or`.
extern const text_form segment_join_form;
/// `ITEM` or `USER`.
extern const text_form attribute_source_form;
/// `09:30`, up to `24:00`.
extern const text_form time_of_day_form;
/// A name of `recommend::model_data`.
extern const text_form model_data_form;
/// A name of `catalog::unknown_items`.
extern const text_form unknown_items_form;
/// `file` or `store`.
extern const text_form managed_by_form;
/// A row of `recommend::boosters()`.
extern const text_form boost_form;

}  // namespace footfall::settings
