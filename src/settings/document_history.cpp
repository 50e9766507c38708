// What documents were before, so that an edit can be looked up and taken back.
#include "footfall/settings/documents.hpp"
#include "footfall/text/number.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace footfall::settings {

namespace {

// Of a key like `was/scenario/box/000001769860800000`: no kind of document is called so.
constexpr std::string_view history_prefix = "was/";

std::string version_key(const document& what, std::int64_t since_ms) {
  return fmt::format("{}{}/{:018}", history_prefix, document_entity_key(what.kind, what.id), since_ms);
}

std::optional<document_version> read_version(std::string_view key, std::string_view content) {
  if (!key.starts_with(history_prefix) || content.empty()) return std::nullopt;
  key.remove_prefix(history_prefix.size());
  const auto first = key.find('/');
  const auto last = key.rfind('/');
  if (first == std::string_view::npos || last <= first) return std::nullopt;
  const auto kind = find_document_kind(key.substr(0, first));
  const auto since_ms = text::to_integer<std::int64_t>(key.substr(last + 1));
  if (!kind || !since_ms || content.substr(0, 1) != document_entity_content({})) return std::nullopt;
  return document_version{
      *since_ms,
      {*kind, std::string(key.substr(first + 1, last - first - 1)), std::string(content.substr(1))}};
}

}  // namespace

result<std::vector<document_version>> read_history(store::entity_reader& from, customer_number customer) {
  constexpr std::size_t versions_per_read = 1000;
  std::vector<document_version> found;
  store::entity_page page{.last = std::string(history_prefix)};
  while (!page.end) {
    auto read = from.scan(customer, store::entity_kind::document, page.last, versions_per_read,
                          [&](std::string_view key, std::string_view content) {
                            if (auto version = read_version(key, content)) found.push_back(*version);
                          });
    if (!read) return read.error();
    page = std::move(*read);
  }
  return found;
}

std::vector<store::entity_write> document_writes(customer_number customer, const document& what,
                                                 std::int64_t now_ms,
                                                 std::span<const document_version> history) {
  using action = store::entity_write::action;
  const auto write = [&](action which, std::string key, std::string content) {
    return store::entity_write{customer,          store::entity_kind::document, which, 0, std::move(key),
                               std::move(content)};
  };
  std::vector<store::entity_write> writes;
  const auto key = document_entity_key(what.kind, what.id);
  const auto content = document_entity_content(what.text);
  writes.push_back(what.text.empty() ? write(action::remove, key, {}) : write(action::put, key, content));
  writes.push_back(write(action::put, version_key(what, now_ms), content));
  const auto forget = [&](const document_version& each) {
    writes.push_back(write(action::remove, version_key(each.what, each.since_ms), {}));
  };
  std::vector<const document_version*> known;
  for (const auto& each : history)
    if (each.what.is(what.kind, what.id)) known.push_back(&each);
  for (std::size_t place = 0; place + document_versions_max <= known.size(); ++place) forget(*known[place]);
  // Ids that nobody uses any more must not fill the store.
  if (history.size() >= all_versions_max)
    forget(*std::ranges::min_element(history, {}, &document_version::since_ms));
  return writes;
}

}  // namespace footfall::settings
