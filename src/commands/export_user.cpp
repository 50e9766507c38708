// `footfall export-user`: the log to the state of one user, as the server folds it.
#include "export_user.hpp"

#include "footfall/api/known_user.hpp"
#include "footfall/customer/catalogue_keeper.hpp"
#include "footfall/customer/event_fold.hpp"
#include "footfall/events/link_event.hpp"
#include "footfall/events/records.hpp"
#include "footfall/identity/user_hasher.hpp"
#include "footfall/settings/read_settings.hpp"
#include "footfall/store/engines.hpp"

#include "configured_customer.hpp"
#include "output.hpp"
#include "report_failure.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <vector>

namespace footfall::commands {

namespace {

constexpr std::size_t events_per_scan = 50'000;

// What says of users who they are, whatever it says of one that nobody asks about: the links of others are
// part of the question who a user is.
bool is_about_identity(const events::event& stored) {
  if (events::is_any_record(stored.type)) return true;
  const auto* const kind = events::find_event_kind(stored.type);
  return kind != nullptr && events::is_about_links(kind->effect);
}

// Folds what the log has of `target` about identities, and of what these users did.
result<void> fold_log(customer::customer& target, store::event_reader& log,
                      const std::vector<user_key>& users) {
  const auto visit = [&](const events::event& stored) {
    if (stored.customer == target.number &&
        (is_about_identity(stored) || std::ranges::find(users, stored.user) != users.end()))
      customer::apply(target, stored);
  };
  for (store::cursor place;;) {
    const auto next = log.scan(place, events_per_scan, visit);
    if (!next) return next.error();
    if (*next == place) return {};
    place = *next;
  }
}

std::unique_ptr<customer::customer> make_owner(customer_number number,
                                               const customer::customer_settings& shop) {
  return std::make_unique<customer::customer>(number,
                                              boost::make_shared<const customer::customer_settings>(shop));
}

}  // namespace

result<std::string> exported_user(const export_user_options& options) {
  const auto settings = settings::read_settings_file(options.configuration);
  if (!settings) return settings.error();
  const auto shop = find_customer(*settings, options.customer);
  if (!shop) return shop.error();
  const std::filesystem::path folder(options.data_directory);
  const auto key = identity::load_key(folder / "user.key");
  if (!key) return key.error();
  const auto log = store::open_reader(settings->store, folder);
  if (!log) return log.error();
  auto entities = store::open_entity_reader(settings->store, folder);
  if (!entities) return entities.error();
  const auto number = (*log)->find_customer((*shop)->id);
  if (!number) return number.error();
  if (!*number) return failure{error::not_found, "the store has nothing of this customer"};
  const auto user = identity::user_hasher(*key).hash((*shop)->id, options.user);
  // First whose events these are, then what they say: memory is for those alone.
  std::vector<user_key> users;
  const auto identities = make_owner(**number, **shop);
  if (auto done = fold_log(*identities, **log, {}); !done) return done.error();
  identities->profiles.collect_users(user, users);
  const auto owner = make_owner(**number, **shop);
  if (auto done = fold_log(*owner, **log, users); !done) return done.error();
  if (auto done = customer::catalogue_keeper(std::move(*entities)).load_users(*owner); !done)
    return done.error();
  customer::history_keeper none_archived;
  return api::known_user_json(*owner, none_archived, user, options.user);
}

void add_export_user(CLI::App& root, const std::string& data_directory,
                     std::function<exit_status()>& chosen) {
  auto& command = *root.add_subcommand("export-user", "Print all that is known of a user, as JSON");
  auto options = std::make_shared<export_user_options>();
  command.add_option("--customer", options->customer, "Id of the customer")
      ->envname("FOOTFALL_CUSTOMER")
      ->type_name("ID")
      ->required();
  command.add_option("-c,--config", options->configuration, "Configuration file (JSON, comments allowed)")
      ->envname("FOOTFALL_CONFIG")
      ->type_name("FILE")
      ->required();
  options->data_directory = data_directory;
  command
      .add_option("--data-dir", options->data_directory,
                  "Folder of the event store and the user key; default: $STATE_DIRECTORY, else `data`")
      ->envname("FOOTFALL_DATA_DIR")
      ->type_name("DIR");
  command.add_option("USER", options->user, "Id of the user, as pages have it")->required()->type_name("");
  command.footer(
      "Reads the data directory and changes nothing; the server may run meanwhile. The JSON is that of\n"
      "GET /{solution}/{customer}/user/{id}/export: attributes, history with those whom logins link, "
      "preferences,\nopt-out. Ends with status 1 when nothing is known of the user.\n\nExample:\n"
      "  footfall export-user --customer 00000 --config footfall.json anna > anna.json\n");
  command.final_callback([options, &chosen] {
    chosen = [options] {
      const auto text = exported_user(*options);
      if (!text) return report_failure(text.error());
      print("{}\n", *text);
      return success;
    };
  });
}

}  // namespace footfall::commands
