// Documents: models and scenarios of a customer that the store keeps, as JSON.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/customer/customer.hpp"
#include "footfall/store/entity.hpp"

#include <cstdint>
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
};

/// The key under which the store has a document, `scenario/box`. Thread-safe.
[[nodiscard]] std::string document_entity_key(document_kind kind, std::string_view id);

/// The bytes of a document in the store: the number of their form, then its text. Thread-safe.
[[nodiscard]] std::string document_entity_content(std::string_view text);

/// All models and scenarios that the store has of a customer; documents of other kinds, and of a newer form,
/// are passed over. Errors: those of the reader.
[[nodiscard]] result<std::vector<document>> read_documents(store::entity_reader& from,
                                                           customer_number customer);

/// The text of the document of a scenario: what differs from the defaults. Thread-safe.
[[nodiscard]] std::string document_of(const recommend::scenario& which);

/// The id that the text of a document gives. Errors: `bad_configuration` where it is no JSON object, or has
/// no id of letters, digits, `_` and `-`. Thread-safe.
[[nodiscard]] result<std::string> id_in_document(std::string_view text);

/// True when the configuration file has the say about the document with this kind and id, so that nobody else
/// may change it. Thread-safe.
[[nodiscard]] bool belongs_to_file(const customer::customer_settings& shop, document_kind kind,
                                   std::string_view id) noexcept;

/// The settings of a customer with these documents: each adds to the models and scenarios that are there, or
/// takes the place of the one with its id. One that belongs to the file changes nothing. They are read and
/// checked together as the configuration file is, so a scenario may name a model among them.
/// Errors: `bad_configuration`; the detail has one line for each mistake:
/// Their `of_file` is `shop`.
/// `scenario box.stages[0].models[0].model: found "nera", expected ...`. Thread-safe.
[[nodiscard]] result<customer::customer_settings> with_documents(const customer::customer_settings& shop,
                                                                 std::span<const document> documents);

}  // namespace footfall::settings
