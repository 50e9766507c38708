// Documents: models and scenarios of a customer that the store keeps, as JSON.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/customer/customer.hpp"
#include "footfall/store/entity.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::settings {

/// What a document says.
enum class document_kind : std::uint8_t { model, scenario };

/// A document; `text` is the JSON of an element of `models` or `scenarios` in the configuration file.
struct document {
  document_kind kind = document_kind::scenario;
  std::string id;
  std::string text;
  [[nodiscard]] bool is(document_kind which, std::string_view named) const noexcept {
    return kind == which && id == named;
  }
};

/// What a document was since a moment, to which the next one of its id put an end. An empty text: there was
/// none.
struct document_version {
  std::int64_t since_ms = 0;  ///< wall clock
  document what;
};

/// Versions that are kept: of one document, and of all that a customer ever had.
inline constexpr std::size_t document_versions_max = 20;
inline constexpr std::size_t all_versions_max = 20'000;

/// `model`, `scenario`. Thread-safe.
[[nodiscard]] std::string_view name_of(document_kind kind) noexcept;

/// The kind with this name; nothing when there is none. Thread-safe.
[[nodiscard]] std::optional<document_kind> find_document_kind(std::string_view name) noexcept;

/// The key under which the store has a document, `scenario/box`. Thread-safe.
[[nodiscard]] std::string document_entity_key(document_kind kind, std::string_view id);

/// The bytes of a document in the store: the number of their form, then its text. Thread-safe.
[[nodiscard]] std::string document_entity_content(std::string_view text);

/// All models and scenarios that the store has of a customer; documents of other kinds, and of a newer form,
/// are passed over. Errors: those of the reader.
[[nodiscard]] result<std::vector<document>> read_documents(store::entity_reader& from,
                                                           customer_number customer);

/// All versions of all documents that the store has, each document's oldest first. Errors: those of the
/// reader.
[[nodiscard]] result<std::vector<document_version>> read_history(store::entity_reader& from,
                                                                 customer_number customer);

/// What stores a document from `now_ms` on, or with an empty text its removal, besides the history that is
/// known; of too many versions the oldest go. Thread-safe.
[[nodiscard]] std::vector<store::entity_write> document_writes(customer_number customer, const document& what,
                                                               std::int64_t now_ms,
                                                               std::span<const document_version> history);

/// The text of the document of a scenario, or of a model: what differs from the defaults. Thread-safe.
[[nodiscard]] std::string document_of(const recommend::scenario& which);
[[nodiscard]] std::string document_of(const model::model_definition& which);

/// Some members of a document, of those that are in its member `inside`, or with an empty name of its own; as
/// JSON. A list that is not there is empty. Thread-safe.
[[nodiscard]] std::string members_of(std::string_view text, std::string_view inside,
                                     std::span<const std::string_view> members);

/// The document with these members as a JSON object says, and without those that it leaves out. Errors:
/// `bad_configuration` where it is no object, or has others. Thread-safe.
[[nodiscard]] result<std::string> with_members(std::string_view text, std::string_view inside,
                                               std::span<const std::string_view> members,
                                               std::string_view changed);

/// What a model becomes that is stored anew: a record in the words of the documents (protocol I1) changes
/// what it names of `text`, the model as it is; any other document takes its place. Errors:
/// `bad_configuration` where it is no JSON. Thread-safe.
[[nodiscard]] result<std::string> changed_model(std::string_view text, std::string_view record);

/// The id that the text of a document gives, of a model also as `referenceCode`. Errors: `bad_configuration`
/// where it is no JSON object, or has no id of letters, digits, `_` and `-`. Thread-safe.
[[nodiscard]] result<std::string> id_in_document(std::string_view text);

/// True when the configuration file has the say about the document with this kind and id, so that nobody else
/// may change it. Thread-safe.
[[nodiscard]] bool belongs_to_file(const customer::customer_settings& shop, document_kind kind,
                                   std::string_view id) noexcept;

/// The settings of a customer with these documents: each adds to the models and scenarios that are there, or
/// takes the place of the one with its id. One that belongs to the file changes nothing. They are read and
/// checked together as the configuration file is, so a scenario may name a model among them. One with a
/// mistake is left out and named in `refused_documents`, with a line for each mistake: `scenario
/// box.stages[0].models[0].model: found "nera", expected ...`; so is a model that a scenario of the file or
/// the library cannot use. Their `of_file` is `shop`. Thread-safe.
[[nodiscard]] customer::customer_settings with_documents(const customer::customer_settings& shop,
                                                         std::span<const document> documents);

}  // namespace footfall::settings
