// Items of the store to published catalogues.
#include "footfall/customer/catalogue_keeper.hpp"

#include "footfall/catalog/catalogue.hpp"
#include "footfall/catalog/read_item.hpp"
#include "footfall/events/read_event.hpp"
#include "footfall/text/number.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <optional>
#include <set>

namespace footfall::customer {

namespace {

constexpr char form_of_content = '\x01';
constexpr std::size_t items_per_read = 10'000;

// The index of the item that a key of the store names; nothing when ids of this customer look otherwise.
std::optional<item_index> index_of(customer& target, std::string_view key) {
  const auto slash = key.find('/');
  const auto type = text::to_integer<std::uint32_t>(key.substr(0, slash));
  if (slash == std::string_view::npos || !type) return std::nullopt;
  const auto item =
      events::read_item(*type, key.substr(slash + 1), target.settings.load()->alphanumeric_items);
  return item ? target.items.add(*item) : std::nullopt;
}

void put(customer& target, std::string_view key, std::string_view content, catalog::catalogue_editor& to) {
  const auto item = read_item_entity(content);
  const auto index = item ? index_of(target, key) : std::nullopt;
  if (index) return to.put(*index, *item);
  spdlog::warn("customer {}: item {} of the store is passed over: {}", target.settings.load()->id, key,
               item ? "its id is not one of this customer" : item.error().detail());
}

void apply(customer& target, const store::entity_write& write, catalog::catalogue_editor& to) {
  if (write.what == store::entity_write::action::put) return put(target, write.key, write.content, to);
  if (const auto index = index_of(target, write.key)) to.remove(*index);
}

}  // namespace

std::string item_entity_key(std::uint32_t type, std::string_view id) {
  return fmt::format("{}/{}", type, id);
}

std::string item_entity_content(const catalog::item& which) {
  std::string content(1, form_of_content);
  append_json(content, which);
  return content;
}

result<catalog::item> read_item_entity(std::string_view content) {
  if (!content.starts_with(form_of_content))
    return failure{error::io_failed, "an item of the store has the form of another version"};
  return catalog::read_item(content.substr(1));
}

result<std::size_t> catalogue_keeper::load(customer& target) {
  catalog::catalogue_editor next({});
  std::size_t count = 0;
  store::entity_page page;
  while (!page.end) {
    const auto generation = page.generation;
    auto read = reader_->scan(target.number, store::entity_kind::item, page.last, items_per_read,
                              [&](std::string_view key, std::string_view content) {
                                put(target, key, content, next);
                                ++count;
                              });
    if (!read) return read.error();
    page = std::move(*read);
    // Replaced meanwhile: what was read so far is not of this catalogue.
    if (generation != 0 && page.generation != generation) return load(target);
  }
  if (count != 0 || target.catalogue.load() != nullptr) target.catalogue.publish(next.finish());
  return count;
}

result<std::size_t> catalogue_keeper::load(const customer_directory& customers) {
  std::size_t count = 0;
  for (const auto& [id, each] : customers.by_id()) {
    const auto loaded = load(*each);
    if (!loaded) return loaded.error();
    count += *loaded;
  }
  return count;
}

void catalogue_keeper::fold(const store::commit_report& report, const customer_directory& customers) {
  if (report.failed != nullptr) return;
  std::map<customer_number, std::unique_ptr<catalog::catalogue_editor>> changed;
  std::set<customer_number> replaced;
  for (const auto& write : report.entities) {
    if (write.kind != store::entity_kind::item) continue;
    const auto target = customers.find(write.customer);
    if (!target) continue;
    if (write.what == store::entity_write::action::finish_replacement) replaced.insert(write.customer);
    if (write.replacement != 0) continue;  // nobody sees it until the replacement is finished
    auto& editor = changed[write.customer];
    if (!editor) editor = std::make_unique<catalog::catalogue_editor>(target->catalogue.load());
    apply(*target, write, *editor);
  }
  for (const auto& [number, editor] : changed)
    if (!replaced.contains(number)) customers.find(number)->catalogue.publish(editor->finish());
  for (const auto number : replaced)
    if (const auto loaded = load(*customers.find(number)); !loaded)
      spdlog::error("customer {}: the new catalogue cannot be read: {}",
                    customers.find(number)->settings.load()->id, loaded.error().detail());
}

}  // namespace footfall::customer
