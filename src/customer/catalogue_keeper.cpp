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

constexpr char item_form = '\x01';
constexpr std::size_t items_per_read = 10'000;

std::optional<std::uint32_t> type_of(std::string_view key) {
  return text::to_integer<std::uint32_t>(key.substr(0, key.find('/')));
}

// The index of the item that a key of the store names; nothing when ids of this customer look otherwise.
std::optional<item_index> index_of(customer& target, std::string_view key) {
  const auto slash = key.find('/');
  const auto type = type_of(key);
  if (slash == std::string_view::npos || !type) return std::nullopt;
  const auto item =
      events::read_item(*type, key.substr(slash + 1), target.settings.load()->alphanumeric_items);
  return item ? target.items.add(*item) : std::nullopt;
}

void remove(customer& target, std::string_view key, catalog::catalogue_editor& to) {
  if (const auto index = index_of(target, key)) to.remove(*index);
}

// Returns whether it was an item.
bool put(customer& target, std::string_view key, std::string_view content, catalog::catalogue_editor& to) {
  if (is_removed_item(content)) {
    if (!key.ends_with('/'))
      remove(target, key, to);
    else if (const auto type = type_of(key))
      to.set_whole(*type);
    return false;
  }
  const auto item = read_item_entity(content);
  const auto index = item ? index_of(target, key) : std::nullopt;
  if (index) {
    to.put(*index, *item);
    return true;
  }
  spdlog::warn("customer {}: item {} of the store is passed over: {}", target.settings.load()->id, key,
               item ? "its id is not one of this customer" : item.error().detail());
  return false;
}

void apply(customer& target, const store::entity_write& write, catalog::catalogue_editor& to) {
  if (write.what == store::entity_write::action::put)
    put(target, write.key, write.content, to);
  else
    remove(target, write.key, to);
}

void apply_user(customer& target, const store::entity_write& write) {
  if (const auto done = apply_user_attributes(write, target.user_attributes); !done)
    spdlog::warn("customer {}: {}", target.settings.load()->id, done.error().detail());
}

}  // namespace

std::string item_entity_key(std::uint32_t type, std::string_view id) {
  return fmt::format("{}/{}", type, id);
}

std::string item_entity_content(const catalog::item& which) {
  std::string content(1, item_form);
  append_json(content, which);
  return content;
}

std::string removed_item_content() { return std::string(1, item_form); }

std::string whole_type_key(std::uint32_t type) { return item_entity_key(type, {}); }

bool is_removed_item(std::string_view content) noexcept { return content == std::string_view(&item_form, 1); }

result<catalog::item> read_item_entity(std::string_view content) {
  if (!content.starts_with(item_form))
    return failure{error::io_failed, "an item of the store has the form of another version"};
  return catalog::read_item(content.substr(1));
}

result<std::size_t> catalogue_keeper::load(customer& target, std::int64_t now_ms) {
  catalog::catalogue_editor next({});
  std::size_t count = 0;
  bool any = false;
  store::entity_page page;
  while (!page.end) {
    const auto generation = page.generation;
    auto read = reader_->scan(target.number, store::entity_kind::item, page.last, items_per_read,
                              [&](std::string_view key, std::string_view content) {
                                any = true;
                                if (put(target, key, content, next)) ++count;
                              });
    if (!read) return read.error();
    page = std::move(*read);
    // Replaced meanwhile: what was read so far is not of this catalogue.
    if (generation != 0 && page.generation != generation) return load(target, now_ms);
  }
  if (any || target.catalogue.load() != nullptr) target.catalogue.publish(next.finish(now_ms));
  return count;
}

result<void> catalogue_keeper::load_users(customer& target) {
  store::entity_page page;
  while (!page.end) {
    auto read = reader_->scan(
        target.number, store::entity_kind::user_attributes, page.last, items_per_read,
        [&](std::string_view key, std::string_view content) {
          apply_user(target, {target.number, store::entity_kind::user_attributes,
                              store::entity_write::action::put, 0, std::string(key), std::string(content)});
        });
    if (!read) return read.error();
    page = std::move(*read);
  }
  return {};
}

result<std::size_t> catalogue_keeper::load(const customer_directory& customers, std::int64_t now_ms) {
  std::size_t count = 0;
  for (const auto& [id, each] : customers.by_id()) {
    const auto loaded = load(*each, now_ms);
    if (!loaded) return loaded.error();
    count += *loaded;
    if (const auto users = load_users(*each); !users) return users.error();
  }
  return count;
}

void catalogue_keeper::fold(const store::commit_report& report, const customer_directory& customers,
                            std::int64_t now_ms) {
  if (report.failed != nullptr) return;
  std::map<customer_number, std::unique_ptr<catalog::catalogue_editor>> changed;
  std::set<customer_number> replaced;
  for (const auto& write : report.entities) {
    const bool is_user = write.kind == store::entity_kind::user_attributes;
    if (!is_user && write.kind != store::entity_kind::item) continue;
    const auto target = customers.find(write.customer);
    if (!target) continue;
    if (is_user) {
      apply_user(*target, write);
      continue;
    }
    if (write.what == store::entity_write::action::finish_replacement) replaced.insert(write.customer);
    if (write.replacement != 0) continue;  // nobody sees it until the replacement is finished
    auto& editor = changed[write.customer];
    if (!editor) editor = std::make_unique<catalog::catalogue_editor>(target->catalogue.load());
    apply(*target, write, *editor);
  }
  for (const auto& [number, editor] : changed)
    if (!replaced.contains(number)) customers.find(number)->catalogue.publish(editor->finish(now_ms));
  for (const auto number : replaced)
    if (const auto loaded = load(*customers.find(number), now_ms); !loaded)
      spdlog::error("customer {}: the new catalogue cannot be read: {}",
                    customers.find(number)->settings.load()->id, loaded.error().detail());
}

}  // namespace footfall::customer
