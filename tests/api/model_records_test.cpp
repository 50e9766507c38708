// Models as the back office of the documents shows, changes and builds them (protocol I1, "Model record").
#include "footfall/settings/documents.hpp"
#include "test_shop.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace footfall::test {
namespace {

using nlohmann::json;

constexpr auto reds = R"({"id": "reds", "type": "POPULARITY_SHORT_CLICK",
  "submodels": [{"key": "colour", "groups": [{"values": ["red", "pink"]}]},
                {"key": "price", "intervals": [{"from": 0, "to": 20}]}],
  "segment_groups": [{"id": "gold", "parts": [{"join": "or", "segments": ["7", "country=DE"]}]}]})";

struct model_shop : test_shop {
  using test_shop::test_shop;
  http::response ask(http::method method, const std::string& what, std::string_view body = {}) {
    return send(method, "/api/" + what, body,
                {{"Authorization", "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc="}});
  }
  http::response get_v3(const std::string& what) {
    return ask(http::method::get, "v3/00000/structure/" + what);
  }
  http::response post_v3(const std::string& what, std::string_view body) {
    return ask(http::method::post, "v3/00000/structure/" + what, body);
  }
  json told(const std::string& what) { return json::parse(get_v3(what).body); }
  json record_of(const std::string& id) {
    const auto list = told("get_model_list")["modelInfoList"];
    return *std::ranges::find_if(list, [&](const json& each) { return each["referenceCode"] == id; });
  }
};

// Member by member.
TEST(model_records, are_listed_as_the_record_of_the_documents) {
  model_shop shop;
  EXPECT_EQ(
      shop.post_v3("create_model", R"({"id": "later", "type": "CF_I2I_MIX_CLICK_BUY", "history": "90d"})")
          .status,
      200);
  EXPECT_EQ(shop.post_v3("create_scenario", R"({"id": "box", "input_type": 2, "output_types": [2, 3],
                                                "stages": [{"models": ["later"]}]})")
                .status,
            200);
  shop.get("/api/00000/click/anna/1/1");
  shop.get("/api/00000/buy/anna/1/1");
  shop.events();
  ASSERT_TRUE(shop.builder.run_once());
  const auto list = shop.told("get_model_list")["modelInfoList"];
  const auto find = [&](const std::string& id) {
    return *std::ranges::find_if(list, [&](const json& each) { return each["referenceCode"] == id; });
  };
  const auto at = "2026-01-31T12:00:00Z";
  EXPECT_EQ(find("later"), json({{"referenceCode", "later"},
                                 {"modelType", "CF_I2I_MIX_CLICK_BUY"},
                                 {"listType", nullptr},
                                 {"title", "Ultimately purchased"},
                                 {"status", "Failed, no data"},
                                 {"active", true},
                                 {"provideRecommendations", true},
                                 {"keyEventType", "CLICK"},
                                 {"valueEventType", "BUY"},
                                 {"size", 0},
                                 {"builtAt", at},
                                 {"maximumRatingAge", "P90D"},
                                 {"maximumItemAge", nullptr},
                                 {"attributes", json::array()},
                                 {"submodelSummaries", json::array()},
                                 {"websiteContextSupported", true},
                                 {"profileContextSupported", false},
                                 {"submodelsSupported", true},
                                 {"segmentsSupported", true},
                                 {"relevantEventHistorySupported", true},
                                 {"scenarios", {"box"}},
                                 {"itemTypeTrees", {{{"inputItemType", 2}, {"outputItemTypes", {2, 3}}}}},
                                 {"modelMetaData", {{"buildStart", at}, {"buildFinish", at}}},
                                 {"buildReports",
                                  {{{"taskUuid", nullptr},
                                    {"state", "FINISHED"},
                                    {"numberOfItems", 0},
                                    {"queueTime", nullptr},
                                    {"startTime", at},
                                    {"finishTime", at}}}}}));
  EXPECT_EQ(find("last_bought")["modelType"], "PROFILE");
  EXPECT_EQ(find("last_bought")["listType"], "BUY");
  EXPECT_EQ(find("random")["maximumItemAge"], "P30D");
  EXPECT_EQ(find("random")["relevantEventHistorySupported"], false);
  EXPECT_EQ(find("also_clicked")["maximumRatingAge"], nullptr) << "as the log says";
}

TEST(model_records, are_changed_by_their_record_which_leaves_what_it_does_not_name) {
  model_shop shop;
  EXPECT_EQ(shop.post_v3("create_model", reds).status, 200);
  const auto list = shop.told("get_model_list")["modelInfoList"];
  auto record = *std::ranges::find_if(list, [](const json& each) { return each["referenceCode"] == "reds"; });
  record["maximumRatingAge"] = "P14D";
  EXPECT_EQ(shop.post_v3("update_model", record.dump()).status, 200);
  auto expected = json::parse(reds);
  expected["history"] = "14d";
  EXPECT_EQ(shop.told("get_model/reds"), expected);
  record["referenceCode"] = "other";
  EXPECT_EQ(shop.post_v3("update_model", record.dump()).status, 404);
  EXPECT_EQ(shop.post_v3("create_model",
                         R"({"referenceCode": "bought", "modelType": "PROFILE", "listType": "BUY"})")
                .status,
            200);
  EXPECT_EQ(shop.told("get_model/bought"), json::parse(R"({"id": "bought", "type": "PROFILE_BUY"})"));
  const auto wrong = shop.post_v3("create_model", R"({"referenceCode": "x", "modelType": "CB", "sizes": 1})");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_NE(wrong.body.find("sizes"), std::string::npos) << wrong.body;
}

TEST(model_records, keep_what_they_have_no_words_for_of_attributes) {
  model_shop shop;
  const auto alike = R"({"id": "alike", "type": "CB", "attributes": [
    {"key": "price", "type": "NUMERIC", "weight": 2, "scale": "linear", "spread": 5},
    {"key": "width", "type": "NUMERIC", "spread": 3}, {"key": "brand"}]})";
  EXPECT_EQ(shop.post_v3("create_model", alike).status, 200);
  auto record = shop.record_of("alike");
  record["attributes"][0]["weight"] = 3;
  record["attributes"].erase(1);
  EXPECT_EQ(shop.post_v3("update_model", record.dump()).status, 200);
  auto expected = json::parse(alike);
  expected["attributes"][0]["weight"] = 3;
  expected["attributes"].erase(1);
  EXPECT_EQ(shop.told("get_model/alike"), expected);
  // As a text the same key is another attribute.
  EXPECT_EQ(shop.post_v3("update_model", R"({"referenceCode": "alike", "attributes": [
                           {"key": "price", "type": "TEXT"}]})")
                .status,
            200);
  EXPECT_EQ(shop.told("get_model/alike")["attributes"], json::parse(R"([{"key": "price", "type": "TEXT"}])"));
}

TEST(model_records, have_periods_that_are_read_as_they_are_written) {
  model_shop shop;
  for (const auto& [history, told] :
       {std::pair("12h", "12h"), std::pair("90m", "90m"), std::pair("48h", "P2D")}) {
    const auto id = "of_" + std::string(history);
    EXPECT_EQ(shop.post_v3("create_model",
                           json({{"id", id}, {"type", "CF_I2I_MIX_CLICK_BUY"}, {"history", history}}).dump())
                  .status,
              200);
    const auto before = shop.told("get_model/" + id);
    const auto record = shop.record_of(id);
    EXPECT_EQ(record["maximumRatingAge"], told);
    EXPECT_EQ(shop.post_v3("update_model", record.dump()).status, 200) << history;
    EXPECT_EQ(shop.told("get_model/" + id), before);
  }
}

TEST(model_records, name_a_list_alone_and_a_list_that_means_nothing_is_told) {
  model_shop shop;
  const auto type_after = [&](const std::string& changes) {
    const auto answer = shop.post_v3("update_model", R"({"referenceCode": "last_bought", )" + changes + "}");
    return answer.status == 200 ? shop.told("get_model/last_bought")["type"].get<std::string>() : answer.body;
  };
  EXPECT_EQ(type_after(R"("listType": "CLICK")"), "PROFILE_CLICK");
  EXPECT_EQ(type_after(R"("modelType": "PROFILE", "listType": "RATE")"), "PROFILE_RATE");
  EXPECT_EQ(type_after(R"("modelType": "PROFILE")"), "PROFILE_RATE") << "the list is not named";
  EXPECT_NE(type_after(R"("listType": 7)").find("list: found 7, expected with the type PROFILE"),
            std::string::npos);
  EXPECT_NE(
      type_after(R"("modelType": "OWN_ITEMS_BUY", "listType": "BUY")").find("list: found &quot;BUY&quot;"),
      std::string::npos);
  EXPECT_EQ(type_after(R"("modelType": "OWN_ITEMS_BUY")"), "OWN_ITEMS_BUY");
  EXPECT_NE(type_after(R"("listType": "BUY")").find("list: found &quot;BUY&quot;"), std::string::npos);
}

TEST(model_records, builds_are_for_the_shop_with_its_licence) {
  model_shop shop;
  EXPECT_EQ(shop.get("/api/v3/00000/modelbuild/get_model/top_clicked").status, 401);
  EXPECT_EQ(
      shop.send(http::method::put, "/api/v3/00000/modelbuild/trigger_modelbuild/top_clicked", "", {}).status,
      401);
}

TEST(model_records, are_built_when_somebody_wants_it_and_tell_how_that_went) {
  model_shop shop;
  const auto builds = [&](const std::string& which) {
    return shop.ask(http::method::get, "v3/00000/modelbuild/get_model/" + which);
  };
  EXPECT_EQ(json::parse(builds("top_clicked").body)["buildReports"][0]["state"], "QUEUED");
  const auto asked = shop.ask(http::method::put, "v3/00000/modelbuild/trigger_modelbuild/top_clicked");
  EXPECT_EQ(asked.status, 200);
  EXPECT_EQ(json::parse(asked.body), json::parse(R"({"taskUuid": null, "state": "NEW", "numberOfItems": 0,
                                                     "queueTime": "2026-01-31T12:00:00Z"})"));
  shop.get("/api/00000/click/anna/1/1");
  shop.events();
  ASSERT_TRUE(shop.builder.run_once());
  const auto told = json::parse(builds("top_clicked?lastBuildsNum=1").body);
  EXPECT_EQ(told["referenceCode"], "top_clicked");
  ASSERT_EQ(told["buildReports"].size(), 1U);
  EXPECT_EQ(told["buildReports"][0]["state"], "FINISHED");
  EXPECT_EQ(told["buildReports"][0]["numberOfItems"], 1);
  EXPECT_EQ(json::parse(builds("top_clicked?lastBuildsNum=0").body)["buildReports"].size(), 0U);
  EXPECT_EQ(builds("top_clicked?lastBuildsNum=all").status, 400);
  EXPECT_EQ(builds("none").status, 404);
  EXPECT_EQ(shop.ask(http::method::put, "v3/00000/modelbuild/trigger_modelbuild/none").status, 404);
}

}  // namespace
}  // namespace footfall::test
