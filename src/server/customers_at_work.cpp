#include "customers_at_work.hpp"

#include "footfall/settings/documents.hpp"

#include <spdlog/spdlog.h>
#include <boost/smart_ptr/make_shared.hpp>

#include <string_view>
#include <utility>

namespace footfall::server {

namespace {

/// The settings of the file with the models and scenarios that the store has. A document that does not fit
/// what the file says now, or that another version has stored, must not keep a server from starting.
result<customer_plan::settings_pointer> with_stored_documents(const customer::customer_settings& of_file,
                                                              customer_number number,
                                                              store::entity_reader& from) {
  const auto documents = settings::read_documents(from, number);
  if (!documents) return documents.error();
  if (documents->empty()) return boost::make_shared<const customer::customer_settings>(of_file);
  auto with = settings::with_documents(of_file, *documents);
  for (const auto& each : with.refused_documents)
    spdlog::error("customer {}: the {} of the store is not in force: {}", of_file.id, each.name, each.why);
  return boost::make_shared<const customer::customer_settings>(std::move(with));
}

}  // namespace

result<customer_plan> customer_plan::make(std::span<const customer::customer_settings> settings,
                                          const customer::customer_directory* current,
                                          store::event_store& store,
                                          const profile::profile_settings& bounds) {
  customer_plan plan;
  plan.bounds_ = bounds;
  const auto documents = store.make_entity_reader();
  if (!documents) return documents.error();
  std::vector<std::string_view> ids;
  for (const auto& each : settings) ids.emplace_back(each.id);
  const auto numbers = store.numbers_of(ids);
  if (!numbers) return numbers.error();
  for (std::size_t place = 0; place < settings.size(); ++place) {
    const auto number = (*numbers)[place];
    auto wanted = with_stored_documents(settings[place], number, **documents);
    if (!wanted) return wanted.error();
    auto known = current == nullptr ? customer::customer_directory::pointer{} : current->find(number);
    if (known)
      plan.staying_.emplace_back(std::move(known), std::move(*wanted));
    else
      plan.newcomers_.push_back({number, std::move(*wanted)});
  }
  return plan;
}

boost::shared_ptr<const customer::customer_directory> customer_plan::put_in_force() {
  auto directory = boost::make_shared<customer::customer_directory>();
  for (auto& [known, wanted] : staying_) {
    known->change_settings(std::move(wanted));
    directory->add(known);
  }
  for (const auto& each : newcomers_) directory->add_joining(each.settings->id);
  return directory;
}

customer::customer_directory customer_plan::make_newcomers() const {
  customer::customer_directory directory;
  for (const auto& each : newcomers_)
    directory.add(boost::make_shared<customer::customer>(each.number, each.settings, bounds_));
  return directory;
}

boost::shared_ptr<const customer::customer_directory> joined(const customer::customer_directory& some,
                                                             const customer::customer_directory& others) {
  auto directory = boost::make_shared<customer::customer_directory>();
  for (const auto* each : {&some, &others})
    for (const auto& [id, member] : each->by_id()) directory->add(member);
  return directory;
}

}  // namespace footfall::server
