// Items of the store to published catalogues.
#include "footfall/customer/catalogue_keeper.hpp"

#include "footfall/catalog/catalogue.hpp"
#include "footfall/catalog/packed_item.hpp"
#include "footfall/catalog/read_item.hpp"
#include "footfall/events/read_event.hpp"
#include "footfall/text/number.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <boost/smart_ptr/make_shared.hpp>

#include <functional>
#include <optional>
#include <set>

namespace footfall::customer {

namespace {

constexpr char item_form_json = '\x01';  // as older versions wrote items, and what stands beside them
constexpr char item_form_packed = '\x02';
constexpr std::size_t items_per_read = 10'000;

std::optional<std::uint32_t> type_of(std::string_view key) {
  return text::to_integer<std::uint32_t>(key.substr(0, key.find('/')));
}

// The index of the item that a key of the store names; nothing when ids of this customer look otherwise.
std::optional<item_index> index_of(catalog::item_dictionary& items, bool alphanumeric, std::string_view key) {
  const auto slash = key.find('/');
  const auto type = type_of(key);
  if (slash == std::string_view::npos || !type) return std::nullopt;
  const auto item = events::read_item(*type, key.substr(slash + 1), alphanumeric);
  return item ? items.add(*item) : std::nullopt;
}

std::optional<item_index> index_of(customer& target, std::string_view key) {
  return index_of(target.items, target.settings.load()->alphanumeric_items, key);
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

constexpr char transfer_form = '\x01';
constexpr std::size_t time_digits = 15;
constexpr std::size_t transfer_head = time_digits + 7;  // before the source: a slash, five digits, a slash

void add_transfer(const customer_settings& shop, catalog::item_dictionary& items, std::string_view key,
                  std::string_view content, catalog::item_transfers& to) {
  const auto at_ms = text::to_integer<std::int64_t>(key.substr(0, time_digits));
  const bool is_whole = at_ms && key.size() > transfer_head && content.starts_with(transfer_form);
  const auto index = [&](std::string_view item) { return index_of(items, shop.alphanumeric_items, item); };
  const auto source = is_whole ? index(key.substr(transfer_head)) : std::nullopt;
  const auto now = is_whole ? index(content.substr(1)) : std::nullopt;
  if (source && now)
    to.add(*source, *now, static_cast<std::uint32_t>(*at_ms / 1000));
  else
    spdlog::warn(
        "customer {}: the transfer {} of the store is passed over: its ids are none of this customer",
        shop.id, key);
}

result<void> for_each(store::entity_reader& reader, customer_number of, store::entity_kind kind,
                      const std::function<void(std::string_view key, std::string_view content)>& visit) {
  store::entity_page page;
  while (!page.end) {
    auto read = reader.scan(of, kind, page.last, items_per_read, visit);
    if (!read) return read.error();
    page = std::move(*read);
  }
  return {};
}

void apply(customer& target, const store::entity_write& write, catalog::catalogue_editor& to) {
  if (write.what == store::entity_write::action::put)
    put(target, write.key, write.content, to);
  else
    remove(target, write.key, to);
}

boost::shared_ptr<catalog::item_transfers> copy_of(
    const boost::shared_ptr<const catalog::item_transfers>& of) {
  return of ? boost::make_shared<catalog::item_transfers>(*of)
            : boost::make_shared<catalog::item_transfers>();
}

void publish_transfers(customer& target, boost::shared_ptr<const catalog::item_transfers> changed) {
  target.transfers.publish(std::move(changed));
  target.segments.items_changed();
}

void apply_asked_key(customer& target, const store::entity_write& write) {
  if (!target.parts_asked_for.follow(write))
    spdlog::warn(
        "customer {}: the store has an attribute that requests ask for in the form of another version",
        target.settings.load()->id);
}

void apply_user(customer& target, const store::entity_write& write) {
  if (const auto done = apply_user_attributes(write, target.user_attributes); !done)
    spdlog::warn("customer {}: {}", target.settings.load()->id, done.error().detail());
}

// As if they came anew.
result<void> for_each_write(store::entity_reader& reader, customer_number of, store::entity_kind kind,
                            const std::function<void(const store::entity_write&)>& visit) {
  return for_each(reader, of, kind, [&](std::string_view key, std::string_view content) {
    visit({of, kind, store::entity_write::action::put, 0, std::string(key), std::string(content)});
  });
}

}  // namespace

result<boost::shared_ptr<catalog::item_transfers>> stored_transfers(store::entity_reader& reader,
                                                                    customer_number of,
                                                                    const customer_settings& shop,
                                                                    catalog::item_dictionary& items) {
  auto all = boost::make_shared<catalog::item_transfers>();
  auto read = for_each(
      reader, of, store::entity_kind::item_transfer,
      [&](std::string_view key, std::string_view content) { add_transfer(shop, items, key, content, *all); });
  if (!read) return read.error();
  return all;
}

std::string item_entity_key(std::uint32_t type, std::string_view id) {
  return fmt::format("{}/{}", type, id);
}

std::string item_entity_content(const catalog::item& which) {
  std::string content(1, item_form_packed);
  pack(content, which);
  return content;
}

std::string removed_item_content() { return std::string(1, item_form_json); }

std::string whole_type_key(std::uint32_t type) { return item_entity_key(type, {}); }

bool is_removed_item(std::string_view content) noexcept {
  return content == std::string_view(&item_form_json, 1);
}

store::entity_write transfer_write(customer_number of, std::string_view source_key,
                                   std::string_view target_key, std::int64_t at_ms, std::size_t place) {
  return {of,
          store::entity_kind::item_transfer,
          store::entity_write::action::put,
          0,
          fmt::format("{:015}/{:05}/{}", at_ms, place, source_key),
          fmt::format("{}{}", transfer_form, target_key)};
}

result<catalog::item> read_item_entity(std::string_view content) {
  if (content.starts_with(item_form_packed)) return catalog::unpack_item(content.substr(1));
  if (content.starts_with(item_form_json)) return catalog::read_item(content.substr(1));
  return failure{error::io_failed, "an item of the store has the form of another version"};
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
  auto read = for_each_write(*reader_, target.number, store::entity_kind::user_attributes,
                             [&](const store::entity_write& each) { apply_user(target, each); });
  if (!read) return read;
  auto transfers = stored_transfers(*reader_, target.number, *target.settings.load(), target.items);
  if (!transfers) return transfers.error();
  if ((*transfers)->size() != 0) publish_transfers(target, std::move(*transfers));
  return {};
}

result<std::size_t> catalogue_keeper::load(const customer_directory& customers, std::int64_t now_ms) {
  std::size_t count = 0;
  for (const auto& [id, each] : customers.by_id()) {
    const auto loaded = load(*each, now_ms);
    if (!loaded) return loaded.error();
    count += *loaded;
    if (const auto users = load_users(*each); !users) return users.error();
    auto keys =
        for_each_write(*reader_, each->number, store::entity_kind::asked_key,
                       [&target = *each](const store::entity_write& key) { apply_asked_key(target, key); });
    if (!keys) return keys.error();
    each->parts_asked_for.choose(each->catalogue.load(), static_cast<item_index>(each->items.size()));
  }
  return count;
}

// Nobody sees it until the replacement is finished.
void catalogue_keeper::prepare(const customer_directory::pointer& target, const store::entity_write& write) {
  auto& mine = prepared_[write.customer];
  if (mine.replacement != write.replacement)
    mine = {write.replacement, target, std::make_unique<catalog::catalogue_editor>(nullptr)};
  // It left the configuration meanwhile, or has come back since.
  if (mine.owner != target || !target) {
    mine.owner = nullptr;
    mine.made = nullptr;
  }
  if (mine.made) apply(*target, write, *mine.made);
}

// Null when it is to be read from the store.
catalogue_keeper::editor catalogue_keeper::take_prepared(const customer_directory::pointer& target,
                                                         const store::entity_write& finish) {
  const auto mine = prepared_.extract(finish.customer);
  const bool is_whole =
      !mine.empty() && mine.mapped().replacement == finish.replacement && mine.mapped().owner == target;
  return is_whole ? std::move(mine.mapped().made) : nullptr;
}

void catalogue_keeper::fold(const store::commit_report& report, const customer_directory& customers,
                            const clock& time) {
  if (report.failed != nullptr) {
    for (auto& [number, each] : prepared_) each.made = nullptr;  // some of it may have been in this commit
    return;
  }
  std::map<customer_number, editor> changed;
  std::map<customer_number, boost::shared_ptr<catalog::item_transfers>> transferred;
  std::set<customer_number> replaced, touched;
  for (const auto& write : report.entities) {
    const auto target = customers.find(write.customer);
    if (write.kind == store::entity_kind::item && write.replacement != 0) {
      using action = store::entity_write::action;
      if (write.what == action::abandon_replacement)
        prepared_.erase(write.customer);
      else if (write.what != action::finish_replacement)
        prepare(target, write);
      else if (auto made = take_prepared(target, write); made)
        changed[write.customer] = std::move(made);
      else
        replaced.insert(write.customer);
    }
    if (!target) continue;
    if (write.kind == store::entity_kind::user_attributes)
      apply_user(*target, write);
    else if (write.kind == store::entity_kind::asked_key)
      apply_asked_key(*target, write);
    else
      touched.insert(write.customer);
    if (write.kind == store::entity_kind::item_transfer) {
      auto& next = transferred[write.customer];
      if (!next) next = copy_of(target->transfers.load());
      add_transfer(*target->settings.load(), target->items, write.key, write.content, *next);
    }
    if (write.kind != store::entity_kind::item || write.replacement != 0) continue;
    auto& of_target = changed[write.customer];
    if (!of_target) of_target = std::make_unique<catalog::catalogue_editor>(target->catalogue.load());
    apply(*target, write, *of_target);
  }
  for (auto& [number, transfers] : transferred) publish_transfers(*customers.find(number), transfers);
  for (const auto& [number, made] : changed)
    if (!replaced.contains(number)) customers.find(number)->catalogue.publish(made->finish(time.wall_ms()));
  for (const auto number : replaced) {
    const auto target = customers.find(number);
    if (!target) continue;
    if (const auto loaded = load(*target, time.wall_ms()); !loaded)
      spdlog::error("customer {}: the new catalogue cannot be read: {}", target->settings.load()->id,
                    loaded.error().detail());
  }
  // Only now: a catalogue may take its time.
  for (const auto number : touched) customers.find(number)->changes.note_all(time.wall_ms());
}

}  // namespace footfall::customer
